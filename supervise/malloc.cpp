// Replaces malloc(3) of supervise.  For its two kilobytes musl's own would take 20 kB
// of private memory and 14 kB of page tables, and glibc's 5 kB.
//
// All of malloc is replaced, or else parts of libc would free foreign memory.
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "supervise/arena.h"

namespace {

#ifdef __GLIBC__
constexpr std::size_t size = 5120; // its unused dynamic loader takes 3.5 kB
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
    // At its start libstdc++ asks for 72 kB, as a reserve to throw exceptions without
    // memory, and writes into them.  It works without.  supervise never needs so much
    // at once before it has used up its own bytes.
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

// No data of supervise need an alignment of more than 16.
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
