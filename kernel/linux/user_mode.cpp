#include "kernel/linux/user_mode.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

namespace foster {

namespace {

bool is_directory(const std::string& path)
{
    struct stat there {};
    return ::stat(path.c_str(), &there) == 0 && S_ISDIR(there.st_mode);
}

} // namespace

// The specification of the variable has relative paths ignored.
std::string users_scan_dir()
{
    const char* const base = std::getenv("XDG_RUNTIME_DIR");
    if (::geteuid() == 0 || !base || *base != '/') return {};
    return std::string{base} + "/service";
}

std::string system_scan_dir()
{
    for (const char* const path : {"/service", "/etc/service", "/var/service"})
        if (is_directory(path)) return path;
    return "/service";
}

std::string default_scan_dir()
{
    const char* const named = std::getenv("SVDIR");
    if (named && *named) return named;
    auto own = users_scan_dir();
    return !own.empty() && is_directory(own) ? own : system_scan_dir();
}

} // namespace foster
