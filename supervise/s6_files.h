// What s6's service directories say in files of one value: timeout-finish, timeout-kill,
// down-signal.  Options and service.toml count more.
#pragma once

#include <string>

#include "kernel/linux/complain.h"
#include "kernel/linux/files.h"
#include "lib/settings.h"

namespace foster {

// A value that is none is complained of, and the default stays.  Throws permanent_error
// for flag-newpidns: a service in a pid namespace of its own could not be adopted.
// `names` are those in `directory`.
void read_s6_files(settings& into, const std::string& directory, const names_in& names,
                   const complainer& complain);

} // namespace foster
