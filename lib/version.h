// The output of --version.
#pragma once

#include <string>

namespace foster {

inline std::string version_line(const char* program)
{
    return std::string{program} + " (foster) " FOSTER_VERSION "\n";
}

} // namespace foster
