// A block is its size, and then the data; a free block has the next free one in place
// of the data.  Blocks begin 8 bytes before a multiple of 16, so that the data are
// aligned.
#include "supervise/arena.h"

#include <sys/mman.h>

#include <algorithm>
#include <new>
#include <utility>

namespace foster {

struct arena::block {
    std::size_t size; // with this word; odd: pages of its own
    block* next;
};

namespace {

constexpr std::size_t unit = 16;
constexpr std::size_t word = sizeof(std::size_t);
constexpr std::size_t page = 4096;
constexpr std::size_t large = 4 * page; // larger data get pages of their own
constexpr std::size_t step = 4 * page;  // by which the list grows

constexpr std::size_t up_to(std::size_t size, std::size_t multiple)
{
    return (size + multiple - 1) / multiple * multiple;
}

std::byte* pages(std::size_t size)
{
    void* const fresh =
        ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return fresh == MAP_FAILED ? nullptr : static_cast<std::byte*>(fresh);
}

std::byte* start_of(const void* taken)
{
    return static_cast<std::byte*>(const_cast<void*>(taken)) - word;
}

} // namespace

void* arena::take(std::size_t bytes) noexcept
{
    if (bytes > static_cast<std::size_t>(-1) / 2) return nullptr;
    const auto size = up_to(bytes < unit ? unit + word : bytes + word, unit);
    if (size >= large) {
        const auto whole = up_to(size + word, page);
        auto* const fresh = pages(whole);
        if (!fresh) return nullptr;
        return &(new (fresh + word) block{whole | 1, nullptr})->next;
    }
    block* found = find(size);
    if (!found && grow(size)) found = find(size);
    return found ? &found->next : nullptr;
}

void arena::give_back(void* taken) noexcept
{
    if (!taken) return;
    auto* const b = std::launder(reinterpret_cast<block*>(start_of(taken)));
    if (b->size & 1)
        ::munmap(start_of(taken) - word, b->size & ~std::size_t{1});
    else
        insert(b);
}

std::size_t arena::room(const void* taken) noexcept
{
    const auto size = std::launder(reinterpret_cast<block*>(start_of(taken)))->size;
    return size & 1 ? (size & ~std::size_t{1}) - 2 * word : size - word;
}

// Returns the smallest block that is large enough, and keeps its rest; else the next
// unused bytes of `own`.
arena::block* arena::find(std::size_t size) noexcept
{
    block** best = nullptr;
    for (block** at = &free_; *at; at = &(*at)->next)
        if ((*at)->size >= size && (!best || (*at)->size < (*best)->size)) best = at;
    if (best) {
        block* const b = *best;
        if (b->size - size < 2 * unit) {
            *best = b->next;
        } else {
            auto* const rest = reinterpret_cast<std::byte*>(b) + size;
            *best = new (rest) block{b->size - size, b->next};
            b->size = size;
        }
        return b;
    }
    if (from_ + size > own_.size()) return nullptr;
    auto* const fresh = new (own_.data() + from_) block{size, nullptr};
    from_ += size;
    used_ = std::max(used_, from_);
    return fresh;
}

bool arena::grow(std::size_t size) noexcept
{
    const auto whole = up_to(size + unit, step);
    auto* const fresh = pages(whole);
    if (!fresh) return false;
    insert(new (fresh + word) block{whole - unit, nullptr});
    return grown_ = true;
}

// Joins neighbours.
void arena::insert(block* b) noexcept
{
    const auto ends_at = [](const block* of, const block* next) {
        return reinterpret_cast<const std::byte*>(of) + of->size ==
               reinterpret_cast<const std::byte*>(next);
    };
    block* before = nullptr;
    block* after = free_;
    while (after && after < b) before = std::exchange(after, after->next);
    b->next = after;
    (before ? before->next : free_) = b;
    if (after && ends_at(b, after)) {
        b->size += after->size;
        b->next = after->next;
    }
    if (before && ends_at(before, b)) {
        before->size += b->size;
        before->next = b->next;
        b = before;
    }
    // The last block of `own` becomes unused again, so that the next block can be
    // larger.
    if (reinterpret_cast<std::byte*>(b) + b->size != own_.data() + from_) return;
    from_ -= b->size;
    block** at = &free_;
    while (*at != b) at = &(*at)->next;
    *at = b->next;
}

} // namespace foster
