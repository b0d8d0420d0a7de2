// The duties that svscan has only as process 1 or as the first program of a container,
// and the hooks in .svscan/.
#pragma once

#include <string>

#include "kernel/linux/print_complaint.h"
#include "lib/shutdown.h"

namespace foster {

// Returns the role of this process.  `container` is an argument because a process
// cannot see whether it is in a container.
station station_of(bool container) noexcept;

// Resets the signals that end svscan to their defaults.  As process 1, also sets PATH
// and asks the kernel to turn ctrl-alt-del into INT.
void take_charge(station at) noexcept;

// Gives up the terminal of this session, if svscan leads the session, so that another
// session can have it.
void let_go_of_terminal() noexcept;

// Sends a signal to every process for which svscan is responsible.  For process 1 these
// are all others that it sees; otherwise they are its children.
void end_everybody(int signal) noexcept;

// Reboots, halts or powers off the machine.  Returns if this is not process 1 of a
// machine, or if the kernel refuses.
void leave_machine(last_word with, const complainer& complain) noexcept;

// Replaces svscan by `.svscan/crash`, if that exists.
void crash(const complainer& complain) noexcept;

// Lets std::terminate run `.svscan/crash`.  A file that every user may change is run
// only with `anyway`.
void crash_on_terminate(bool anyway) noexcept;

// Returns whether /proc is mounted and shows this process.
bool has_proc() noexcept;

} // namespace foster
