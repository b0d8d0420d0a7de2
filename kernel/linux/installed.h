// Finds the file to execute for an upgrade in place to the installed program.
#pragma once

#include <string>

namespace foster {

// Returns the path with which this process was executed, so that a link to another
// version is followed again.  If that was no whole path, returns the file as /proc
// names it, which may be an older version; empty if /proc does not name it.
std::string installed_program();

} // namespace foster
