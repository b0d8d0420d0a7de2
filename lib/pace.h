// When a service may be started next.  It never sleeps: it names an instant.
#pragma once

#include <algorithm>

#include "lib/instant.h"

namespace foster {

// From one start to the next is `delay` at least; after each launch that did not live for
// `healthy`, `factor` hundredths of what it was, but never more than `longest`.
class pace {
  public:
    explicit constexpr pace(nanoseconds delay, unsigned factor = 100,
                            nanoseconds longest = nanoseconds::max(),
                            nanoseconds healthy = nanoseconds::max())
        : first_(delay), longest_(std::max(delay, longest)), healthy_(healthy),
          factor_(factor), delay_(delay)
    {
    }

    // A start, or an attempt that the kernel refused: both count, so that neither a
    // service that dies at once nor one that cannot be spawned takes the machine.
    constexpr void tried(instant now)
    {
        tried_ = now;
        not_before_ = now + delay_;
    }

    // What was started then has died.
    constexpr void ended(instant now)
    {
        if (now - tried_ >= healthy_) delay_ = first_;
        not_before_ = tried_ + delay_;
        if (factor_ > 100) delay_ = std::min(delay_ / 100 * factor_, longest_);
    }

    // As it was for another, who began the last start at `tried`.
    constexpr void resumed(instant tried, instant not_before)
    {
        tried_ = tried;
        not_before_ = not_before;
    }

    constexpr instant not_before() const { return not_before_; }
    friend constexpr bool operator==(const pace&, const pace&) = default;

  private:
    nanoseconds first_;
    nanoseconds longest_;
    nanoseconds healthy_;
    unsigned factor_;
    nanoseconds delay_;
    instant tried_{};
    instant not_before_{};
};

} // namespace foster
