// The two times of foster.  `instant` orders and paces; `stamp` is shown to people.
// Neither has a clock here: lib is told the time, once per turn (kernel::now).
#pragma once

#include <chrono>
#include <cstdint>

namespace foster {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

// Time since boot, sleep counted (CLOCK_BOOTTIME): the scale on which /proc/PID/stat
// gives the start of a process, and which no administrator can set back.
struct boot_clock {
    using duration = nanoseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<boot_clock>;
    static constexpr bool is_steady = true;
};
using instant = boot_clock::time_point;

// Wall time, UTC (CLOCK_REALTIME).
using stamp = std::chrono::sys_time<nanoseconds>;

struct moment {
    instant at;
    stamp wall;
    nanoseconds slept{}; // so much of `at` the machine was suspended

    // What the wall clock will show at `then`, if nobody sets it meanwhile.
    constexpr stamp wall_at(instant then) const { return wall + (then - at); }
    friend constexpr bool operator==(const moment&, const moment&) = default;
};

} // namespace foster
