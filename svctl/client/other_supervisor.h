// Detects another supervisor in a service directory: runsv, daemontools' supervise or
// s6-supervise.  A state that foster's supervise has left there is out of date.
#pragma once

#include <optional>
#include <string>

#include "kernel/linux/fd.h"
#include "lib/pid.h"

namespace foster {

struct other_supervisor {
    std::string name{}; // name of its program; empty if unknown

    friend bool operator==(const other_supervisor&, const other_supervisor&) = default;
};

// Returns the other supervisor, or nullopt if there is none.  `dir` is DIR/supervise.
// `heard`: a process reads the FIFO ok.
std::optional<other_supervisor> other_keeper_in(const fd& dir, bool heard);

// Returns the process that holds fcntl(2)'s lock on DIR/supervise/lock, from the
// kernel's list; 0 if it is unknown.
pid lock_holder_in(const fd& dir);

// Does the same for a service directory.
std::optional<other_supervisor> other_keeper_of(const std::string& path);

// Returns "runsv (sv)", or "another supervisor".
std::string in_words(const other_supervisor& k);

} // namespace foster
