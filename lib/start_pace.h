// Decides when a service may be started next.  It never sleeps, but returns an instant.
#pragma once

#include <algorithm>
#include <cstdint>

#include "lib/instant.h"

namespace foster {

// Two starts are at least `delay` apart.  Each launch that lived shorter than `healthy`
// multiplies the delay by `factor` hundredths, up to `longest`.  Each death adds a
// random part of up to `jitter` hundredths, so that many services that died together do
// not start together.
class pace {
  public:
    explicit constexpr pace(nanoseconds delay, unsigned factor = 100,
                            nanoseconds longest = nanoseconds::max(),
                            nanoseconds healthy = nanoseconds::max(), unsigned jitter = 0)
        : first_(delay), longest_(std::max(delay, longest)), healthy_(healthy),
          factor_(factor), jitter_(jitter), delay_(delay)
    {
    }

    // Records a start, or an attempt that the kernel refused.  Both count: neither a
    // service that dies at once nor one that cannot be spawned may use up the machine.
    constexpr void tried(instant now)
    {
        tried_ = now;
        not_before_ = now + delay_;
    }

    // Moves the next start to at most one second after the last try.  Returns how much
    // sooner it comes.
    constexpr nanoseconds hasten(instant now)
    {
        const auto was = not_before_;
        not_before_ = std::min(was, std::max(now, tried_ + 1s));
        return was - not_before_;
    }

    // Records the death of the last launch.
    constexpr void ended(instant now)
    {
        if (now - tried_ >= healthy_) delay_ = first_;
        not_before_ = tried_ + delay_ + chance(now);
        if (factor_ > 100) delay_ = std::min(delay_ / 100 * factor_, longest_);
    }

    // Restores the pace of a dead supervise, which began the last start at `tried`.
    constexpr void resumed(instant tried, instant not_before)
    {
        tried_ = tried;
        not_before_ = not_before;
    }

    // Restores the pace of the same process after an upgrade in place.
    constexpr void renewed(instant tried, instant not_before, nanoseconds delay)
    {
        resumed(tried, not_before);
        delay_ = std::clamp(delay, first_, longest_);
    }
    constexpr instant last_try() const { return tried_; }
    constexpr nanoseconds delay() const { return delay_; }

    constexpr instant not_before() const { return not_before_; }
    friend constexpr bool operator==(const pace&, const pace&) = default;

  private:
    // Returns up to `jitter_` hundredths of the delay.  The low digits of a clock that
    // counts nanoseconds cannot be foreseen, which is enough here.
    constexpr nanoseconds chance(instant now) const
    {
        auto mixed = static_cast<std::uint64_t>(now.time_since_epoch().count());
        mixed = (mixed ^ mixed >> 31) * 0x9e3779b97f4a7c15; // every bit counts
        const auto permille = static_cast<std::int64_t>(mixed >> 32) % 1001;
        return delay_ / 100 * jitter_ / 1000 * permille;
    }

    nanoseconds first_;
    nanoseconds longest_;
    nanoseconds healthy_;
    unsigned factor_;
    unsigned jitter_;
    nanoseconds delay_;
    instant tried_{};
    instant not_before_{};
};

} // namespace foster
