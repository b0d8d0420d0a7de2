// What a supervise says of its own deeds, each when it is done: a line in its log.
#pragma once

#include <cstdint>

namespace foster {

// In this order where several are said at once.
enum class remark : std::uint8_t {
    late,           // not ready within ready.timeout, and so stopped
    silent,         // within the watchdog's time, and so sent ABRT
    cut,            // its main lives on after stop.timeout: TERM for all of it
    killed,         // it lives on after stop.kin-timeout, too: KILL for all of it
    finish_killed,  // finish took longer than finish.timeout: KILL
    scripts_killed, // so did scripts of control/
};
constexpr std::uint8_t remark_count = 6;

// Those that are still to be said.
class remarks {
  public:
    constexpr void add(remark r) { bits_ |= bit(r); }
    constexpr void remove(remark r) { bits_ &= ~bit(r); }
    constexpr bool empty() const { return bits_ == 0; }
    constexpr remark first() const
    {
        std::uint8_t i = 0;
        while (i + 1 < remark_count && !(bits_ >> i & 1U)) ++i;
        return static_cast<remark>(i);
    }

    friend constexpr bool operator==(const remarks&, const remarks&) = default;

  private:
    static constexpr unsigned bit(remark r) { return 1U << static_cast<unsigned>(r); }

    unsigned bits_ = 0;
};

} // namespace foster
