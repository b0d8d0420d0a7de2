// Whether the processes that /proc shows are those of our pid namespace.  It may be
// another's, as unshare(1) leaves it without --mount-proc, and its numbers are strangers'
// then.
#pragma once

#include <string>

#include "lib/pid.h"

namespace foster {

// True: the numbers in /proc are pids as we know them.  False also where there is no
// /proc: we go on without it.  What is in /proc/self is ours in either case.
bool proc_is_ours() noexcept;

// "/proc/PID/NAME", which no file has (it is empty) where /proc is not ours.
std::string path_in_proc(pid who, const char* name);

} // namespace foster
