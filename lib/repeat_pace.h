// Decides when a recurring complaint is written again: at first, then after a minute,
// after two, four and so on, and from then on every hour.
#pragma once

#include <algorithm>

#include "lib/instant.h"

namespace foster {

// `Time` is an instant, or a stamp if it must outlive the process.
template<class Time>
struct recurrence {
    Time first{}; // when the complaint first occurred
    Time said{};  // when it was written last

    bool is_due(Time now) const
    {
        return now - said >= std::clamp<nanoseconds>(said - first, 1min, 1h);
    }

    friend bool operator==(const recurrence&, const recurrence&) = default;
};

} // namespace foster
