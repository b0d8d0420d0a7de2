// How a process ended, as waitid(2) reports it in siginfo_t.
#pragma once

#include <cstdint>

#include "lib/pid.h"

namespace foster {

// CLD_EXITED, CLD_KILLED, CLD_DUMPED.  unknown: it was the child of another process,
// and its death was not reported to supervise.
enum class manner : std::uint8_t { exited, signalled, dumped, unknown };

// Whether the kernel's OOM killer sent a KILL that supervise did not send.
enum class oom_kill : std::uint8_t { no, perhaps, yes };

struct death {
    pid who;
    manner how = manner::unknown;
    int status = 0; // the exit code, or the number of the signal
    oom_kill oom = oom_kill::no;

    // Returns whether the process exited by itself and reported success.
    constexpr bool clean() const { return how == manner::exited && status == 0; }
    friend constexpr bool operator==(const death&, const death&) = default;
};

} // namespace foster
