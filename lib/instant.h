// The two times of foster.  `instant` orders events and paces starts; `stamp` is shown
// to people.  Neither has a clock here: a caller gives the time to lib once per turn
// (kernel::now).
#pragma once

#include <chrono>
#include <cstdint>

namespace foster {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

// Time since boot with suspended time (CLOCK_BOOTTIME).  /proc/PID/stat gives the start
// of a process on this scale, and no administrator can set it back.
struct boot_clock {
    using duration = nanoseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<boot_clock>;
    static constexpr bool is_steady = true;
};
using instant = boot_clock::time_point;

// Wall-clock time, UTC (CLOCK_REALTIME).
using stamp = std::chrono::sys_time<nanoseconds>;

struct moment {
    instant at;
    stamp wall;
    nanoseconds slept{}; // the part of `at` in which the machine was suspended

    // Returns the time of the wall clock at `then`, if it is not set before.
    constexpr stamp wall_at(instant then) const { return wall + (then - at); }
    friend constexpr bool operator==(const moment&, const moment&) = default;
};

} // namespace foster
