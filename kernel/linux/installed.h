// Which file to execute to go on as the program that is installed now.
#pragma once

#include <string>

namespace foster {

// As this process was executed: a link that leads to another version by now is followed
// anew.  Where that was no whole path, the file as /proc knows it, which may have been
// replaced since; empty: /proc tells nothing.
std::string installed_program();

} // namespace foster
