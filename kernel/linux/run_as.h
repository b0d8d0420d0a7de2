// Looks up the numbers of the users and groups of run-as and control.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kernel/linux/supervise_permissions.h"
#include "lib/exec_settings.h"

namespace foster {

// Replaces names by numbers: the words uid, gid and groups.  A user without given
// groups gets those of /etc/group.  Returns the errors, each with its place and its
// fix; empty if there is none.
std::vector<std::string> number_accounts(outfit& all);

// Takes the settings of [control] out and returns who is admitted; nullopt: unchanged.
std::optional<entry> let_in_by(outfit& all, std::vector<std::string>& wrong);

} // namespace foster
