// Starts a program in a clean process.  No signal is blocked or ignored.  Descriptors
// 0, 1 and 2 are open, and no other but one that the program expects (all of ours are
// close-on-exec).
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include "lib/launch_record.h"
#include "lib/pid.h"

namespace foster {

struct launch {
    const char* file;  // passed to execve(2) without a search
    char* const* argv; // ends in nullptr
    bool own_session = true;
    bool ignores = true; // we may ignore signals; false: `signals` has reset them
    int in = -1;         // becomes descriptor 0; -1: ours
    int out = -1;        // becomes descriptor 1; -1: ours
    int err = -1;        // becomes descriptor 2; -1: ours
    int ready = -1;      // becomes descriptor ready_as
    int ready_as = -1;
    const rlimit* files = nullptr; // its RLIMIT_NOFILE; nullptr: ours
    bool hears_later = false;      // its signals stay blocked until it is ready for them
    int further = -1;              // becomes descriptor further_is; -1: none
    static constexpr int further_is = 3;
    struct place {
        int file = -1; // -1: no record
        off_t at = 0;
        record_text* text = nullptr;
    } record{}; // the child puts its pid into the text, and the text there
};

struct spawn_result {
    pid who{};     // 0: refused
    int error = 0; // errno of vfork, setsid, dup2 or execve
};

// Returns after the program has begun or exec was refused.
spawn_result spawn(const launch& what) noexcept;

} // namespace foster
