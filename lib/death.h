// How a process ended, as waitid(2) tells it in siginfo_t.
#pragma once

#include <cstdint>

#include "lib/pid.h"

namespace foster {

// CLD_EXITED, CLD_KILLED, CLD_DUMPED; unknown: it was not our child, so nobody told us.
enum class manner : std::uint8_t { exited, signalled, dumped, unknown };

// Whether the kernel's OOM killer has sent a KILL that was not supervise's.
enum class oom_kill : std::uint8_t { no, perhaps, yes };

struct death {
    pid who;
    manner how = manner::unknown;
    int status = 0; // the exit code, or the signal's number
    oom_kill oom = oom_kill::no;

    // It went of its own will and reported success.
    constexpr bool clean() const { return how == manner::exited && status == 0; }
    friend constexpr bool operator==(const death&, const death&) = default;
};

} // namespace foster
