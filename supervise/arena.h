// Memory for a process that needs two kilobytes: a best-fit list over a few bytes of its
// own, which grows by pages from the system only if those are used up.
//
// Not for threads: a supervise has none.  Whoever wants a lot gets pages of his own, and
// they are given back; what the list has grown by stays with it.
#pragma once

#include <cstddef>
#include <span>

namespace foster {

class arena {
  public:
    // Begins with `own`, which must be aligned to 16 and outlive it.
    constexpr explicit arena(std::span<std::byte> own) : own_(own) {}

    // Aligned to 16; nullptr: the system has no more.
    void* take(std::size_t bytes) noexcept;

    // What take() gave, or nullptr.
    void give_back(void* taken) noexcept;

    // How much can be stored there.
    static std::size_t room(const void* taken) noexcept;

    // Of `own`, so many bytes have ever been in use.
    std::size_t used() const { return used_; }
    // It was not enough.
    bool has_grown() const { return grown_; }

  private:
    struct block;

    block* find(std::size_t size) noexcept;
    bool grow(std::size_t size) noexcept;
    void insert(block* b) noexcept;

    std::span<std::byte> own_;
    std::size_t from_ = sizeof(std::size_t); // of `own`, from here on nobody has any
    std::size_t used_ = 0;
    bool grown_ = false;
    block* free_ = nullptr; // by address
};

} // namespace foster
