// The deeds that supervise reports of itself, each with one line in its log.
#pragma once

#include <cstdint>

namespace foster {

// Several at once are reported in this order.
enum class remark : std::uint8_t {
    late,           // not ready within ready.timeout, and so stopped
    silent,         // silent for the time of the watchdog, and so sent ABRT
    ignored,        // the main process ignores the stop signal: TERM to all
    cut,            // main process alive after stop.timeout: TERM to all
    killed,         // alive after stop.kill-timeout, too: KILL to all
    finish_killed,  // finish took longer than finish.timeout: KILL
    scripts_killed, // scripts of control/ took too long: KILL
};
constexpr std::uint8_t remark_count = 7;

// The remarks that are not yet reported.
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
