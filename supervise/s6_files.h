// Reads the files of s6's service directories that hold one value: timeout-finish,
// timeout-kill, down-signal.  Options and service.toml overrule them.
#pragma once

#include <string>

#include "kernel/linux/files.h"
#include "kernel/linux/print_complaint.h"
#include "lib/settings.h"

namespace foster {

// Reports a wrong value and keeps the default.  Throws permanent_error for
// flag-newpidns: a service in a pid namespace of its own could not be adopted.  `names`
// are the names in `directory`.
void read_s6_files(settings& into, const std::string& directory, const names_in& names,
                   const complainer& complain);

} // namespace foster
