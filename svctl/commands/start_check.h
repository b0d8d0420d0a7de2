// Finds the faults in settings and files that make each start of a service fail.
// Starts nothing and changes nothing.
#pragma once

#include <string>
#include <vector>

#include "lib/exec_settings.h"

namespace foster {

// Checks as supervise-exec will do: with the rights of run-as.user, and inside
// run-as.root.  `all` has numbers for accounts (kernel/linux/run_as).  Returns faults,
// each with its place and a remedy.
std::vector<std::string> faults_of_start(const outfit& all, const std::string& directory);

} // namespace foster
