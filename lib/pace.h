// When a service may be started next.  It never sleeps: it names an instant.
#pragma once

#include "lib/instant.h"

namespace foster {

class pace {
  public:
    explicit constexpr pace(nanoseconds delay) : delay_(delay) {}

    // A start, or an attempt that the kernel refused: both count, so that neither a
    // service that dies at once nor one that cannot be spawned takes the machine.
    constexpr void tried(instant now) { not_before_ = now + delay_; }

    constexpr instant not_before() const { return not_before_; }
    friend constexpr bool operator==(const pace&, const pace&) = default;

  private:
    nanoseconds delay_;
    instant not_before_{};
};

} // namespace foster
