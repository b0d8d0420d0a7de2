// How many times longer than on an idle machine a test may wait.  t/live/stage
// hands it to the story that it runs as FOSTER_PATIENCE.
#pragma once

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>

namespace foster {

constexpr unsigned most_patience = 30;

// Returns how many processes want each processor, at least 1: the larger of the average
// of the last minute and the count of this moment.
inline unsigned crowd()
{
    cpu_set_t set;
    const bool known = ::sched_getaffinity(0, sizeof set, &set) == 0;
    const int processors = known ? std::max(CPU_COUNT(&set), 1) : 1;
    std::ifstream file{"/proc/loadavg"};
    double minute = 0;
    double skipped = 0;
    double running = 0;
    file >> minute >> skipped >> skipped >> running;
    const double each = std::ceil(std::max(minute, running) / processors);
    return static_cast<unsigned>(std::clamp(each, 1.0, double{most_patience}));
}

// Returns the larger of FOSTER_PATIENCE and crowd().
inline unsigned patience()
{
    const char* const told = std::getenv("FOSTER_PATIENCE");
    const int asked = told ? std::atoi(told) : 1;
    return std::max(crowd(), static_cast<unsigned>(std::max(asked, 1)));
}

} // namespace foster
