// Memory for a process that needs two kilobytes: a best-fit list over a few bytes of
// its own.  It grows by pages of the system only if those are used up.
//
// Not for threads: supervise has none.  A large request gets pages of its own, which
// are given back later.  Pages by which the list has grown stay with it.
#pragma once

#include <cstddef>
#include <span>

namespace foster {

class arena {
  public:
    // Begins with `own`, which must be aligned to 16 and outlive the arena.
    constexpr explicit arena(std::span<std::byte> own) : own_(own) {}

    // Returns memory aligned to 16; nullptr if the system has no more.
    void* take(std::size_t bytes) noexcept;

    // Releases memory of take(); nullptr has no effect.
    void give_back(void* taken) noexcept;

    // Returns the number of bytes that fit there.
    static std::size_t room(const void* taken) noexcept;

    // Returns how many bytes of `own` have ever been in use.
    std::size_t used() const { return used_; }
    // Returns whether `own` was not enough.
    bool has_grown() const { return grown_; }

  private:
    struct block;

    block* find(std::size_t size) noexcept;
    bool grow(std::size_t size) noexcept;
    void insert(block* b) noexcept;

    std::span<std::byte> own_;
    std::size_t from_ = sizeof(std::size_t); // where the free rest of `own` begins
    std::size_t used_ = 0;
    bool grown_ = false;
    block* free_ = nullptr; // in order of address
};

} // namespace foster
