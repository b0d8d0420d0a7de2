// malloc(3) of the resident: for the two kilobytes that a supervise needs musl's own
// takes 20 kB of private memory and 14 kB of page tables, glibc's 5 kB.
//
// All of malloc is replaced, or pieces of libc would free what is not theirs.
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "supervise/arena.h"

namespace {

#ifdef __GLIBC__
constexpr std::size_t size = 5120; // 3.5 kB go to its dynamic loader, which we never use
#else
constexpr std::size_t size = 2848; // the rest of the page of .data and .bss
#endif
alignas(16) constinit std::byte own[size];
constinit foster::arena memory{own};

void* or_errno(void* taken)
{
    if (!taken) errno = ENOMEM;
    return taken;
}

} // namespace

extern "C" {

void* malloc(std::size_t bytes)
{
    // At its start libstdc++ asks for 72 kB, to throw exceptions from when memory is out,
    // and writes in them.  It can do without, and we never need so much at once before
    // we needed more than our own.
    if (bytes > 64 * 1024 && !memory.has_grown()) return or_errno(nullptr);
    return or_errno(memory.take(bytes));
}

void free(void* taken)
{
    memory.give_back(taken);
}

void* calloc(std::size_t count, std::size_t each)
{
    std::size_t bytes = 0;
    void* const taken =
        __builtin_mul_overflow(count, each, &bytes) ? or_errno(nullptr) : malloc(bytes);
    return taken ? std::memset(taken, 0, bytes) : nullptr;
}

void* realloc(void* taken, std::size_t bytes)
{
    if (!taken) return malloc(bytes);
    const auto had = foster::arena::room(taken);
    if (bytes <= had) return taken;
    void* const fresh = malloc(bytes);
    if (!fresh) return nullptr;
    std::memcpy(fresh, taken, had);
    free(taken);
    return fresh;
}

// Nothing of ours is aligned to more than 16.
void* aligned_alloc(std::size_t alignment, std::size_t bytes)
{
    return alignment <= 16 ? malloc(bytes) : or_errno(nullptr);
}

void* memalign(std::size_t alignment, std::size_t bytes)
{
    return aligned_alloc(alignment, bytes);
}

int posix_memalign(void** into, std::size_t alignment, std::size_t bytes)
{
    *into = aligned_alloc(alignment, bytes);
    return *into ? 0 : ENOMEM;
}

std::size_t malloc_usable_size(void* taken)
{
    return taken ? foster::arena::room(taken) : 0;
}
}
