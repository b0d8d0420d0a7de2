// Tells whether /proc shows the processes of our pid namespace.  unshare(1) without
// --mount-proc leaves another namespace's /proc, with numbers of foreign processes.
#pragma once

#include <string>

#include "lib/pid.h"

namespace foster {

// Returns true if the numbers in /proc are our pids.  Returns false also without /proc,
// which supervise does not need.  /proc/self is ours in either case.
bool proc_is_ours() noexcept;

// Returns "/proc/PID/NAME"; empty, so no file's path, if /proc is not ours.
std::string path_in_proc(pid who, const char* name);

} // namespace foster
