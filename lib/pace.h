// When a service may be started next.  It never sleeps: it names an instant.
#pragma once

#include <algorithm>
#include <cstdint>

#include "lib/instant.h"

namespace foster {

// From one start to the next is `delay` at least; after each launch that did not live for
// `healthy`, `factor` hundredths of what it was, but never more than `longest`.  A death
// adds up to `jitter` hundredths of it by chance, so that many that died together do not
// start so.
class pace {
  public:
    explicit constexpr pace(nanoseconds delay, unsigned factor = 100,
                            nanoseconds longest = nanoseconds::max(),
                            nanoseconds healthy = nanoseconds::max(), unsigned jitter = 0)
        : first_(delay), longest_(std::max(delay, longest)), healthy_(healthy),
          factor_(factor), jitter_(jitter), delay_(delay)
    {
    }

    // A start, or an attempt that the kernel refused: both count, so that neither a
    // service that dies at once nor one that cannot be spawned takes the machine.
    constexpr void tried(instant now)
    {
        tried_ = now;
        not_before_ = now + delay_;
    }

    // Lets the next start wait a second after the last try at most.  Returns how much
    // sooner it comes.
    constexpr nanoseconds hasten(instant now)
    {
        const auto was = not_before_;
        not_before_ = std::min(was, std::max(now, tried_ + 1s));
        return was - not_before_;
    }

    // What was started then has died.
    constexpr void ended(instant now)
    {
        if (now - tried_ >= healthy_) delay_ = first_;
        not_before_ = tried_ + delay_ + chance(now);
        if (factor_ > 100) delay_ = std::min(delay_ / 100 * factor_, longest_);
    }

    // As it was for another, who began the last start at `tried`.
    constexpr void resumed(instant tried, instant not_before)
    {
        tried_ = tried;
        not_before_ = not_before;
    }

    // The same, for the same process as another program.
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
    // Up to `jitter_` hundredths of the delay.  The low digits of a clock that counts
    // nanoseconds are nobody's to foresee, which is all that is asked of them here.
    constexpr nanoseconds chance(instant now) const
    {
        auto mixed = static_cast<std::uint64_t>(now.time_since_epoch().count());
        mixed = (mixed ^ mixed >> 31) * 0x9e3779b97f4a7c15; // all bits count
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
