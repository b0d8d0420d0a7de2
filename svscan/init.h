// What svscan does, and others do not, as process 1 or as the first program of a
// container; and the hooks of .svscan/.
#pragma once

#include <string>

#include "kernel/linux/complain.h"
#include "lib/ending.h"

namespace foster {

// Where we are, but for `container`, which nobody can see.
station station_of(bool container) noexcept;

// Makes ready to hear TERM, and, as process 1, every signal that ends us there.
void take_charge(station at) noexcept;

// Lets another session have the terminal that is ours, if we lead its session.
void let_go_of_terminal() noexcept;

// That signal to everybody whom we answer for: of process 1, all others that it sees; of
// any other, its children.
void end_everybody(int signal) noexcept;

// The last call.  It returns if we are not process 1 of a machine, or if that refuses.
void leave_machine(last_word with, const complainer& complain) noexcept;

// `.svscan/crash` in our place, where there is one.
void crash(const complainer& complain) noexcept;

// ... should we have to end without having been told; if not everybody may change it, or
// `anyway`.
void crash_on_terminate(bool anyway) noexcept;

// Whether /proc shows us what we are.
bool has_proc() noexcept;

} // namespace foster
