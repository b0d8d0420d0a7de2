// Whether a supervisor that is not ours keeps a service directory: runsv, daemontools'
// supervise or s6-supervise.  The state that a supervise of ours has left there is old.
#pragma once

#include <optional>
#include <string>

#include "kernel/linux/fd.h"
#include "lib/pid.h"

namespace foster {

struct other_keeper {
    std::string name{}; // of its program; empty: it is not to be known

    friend bool operator==(const other_keeper&, const other_keeper&) = default;
};

// `dir` is DIR/supervise; nullopt: none does.  `heard`: some process reads its fifo ok.
std::optional<other_keeper> other_keeper_in(const fd& dir, bool heard);

// The process that holds fcntl(2)'s lock on DIR/supervise/lock, as the kernel lists it;
// none: it is not to be known.
pid lock_holder_in(const fd& dir);

// The same of a service directory.
std::optional<other_keeper> other_keeper_of(const std::string& path);

// "runsv (sv)"; "another supervisor"
std::string in_words(const other_keeper& k);

} // namespace foster
