// What keeps each start of a service from working, as far as settings and files tell.
// Nothing is started, and nothing is changed.
#pragma once

#include <string>
#include <vector>

#include "lib/outfit.h"

namespace foster {

// Looks as supervise-exec will: with the rights of run-as.user, and inside of
// run-as.root. `all` has numbers for accounts (kernel/linux/run_as).  Each fault says
// where it is, and what to do.
std::vector<std::string> faults_of_start(const outfit& all, const std::string& directory);

} // namespace foster
