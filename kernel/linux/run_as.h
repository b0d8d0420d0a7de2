// The users and groups of run-as and control, by their numbers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kernel/linux/permissions.h"
#include "lib/outfit.h"

namespace foster {

// Puts numbers in the place of names: the words uid, gid and groups.  A user who is told
// no groups gets those of /etc/group.  Returns what is wrong, each with its place and
// what to do; empty: nothing is.
std::vector<std::string> number_accounts(outfit& all);

// Takes the settings of [control] out: who is let in; nullopt: that is left as it is.
std::optional<entry> let_in_by(outfit& all, std::vector<std::string>& wrong);

} // namespace foster
