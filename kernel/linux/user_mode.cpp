#include "kernel/linux/user_mode.h"

#include <unistd.h>

#include <cstdlib>

namespace foster {

// The specification of the variable has relative paths ignored.
std::string users_scan_dir()
{
    const char* const base = std::getenv("XDG_RUNTIME_DIR");
    if (::geteuid() == 0 || !base || *base != '/') return {};
    return std::string{base} + "/service";
}

} // namespace foster
