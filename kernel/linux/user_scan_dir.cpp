#include "kernel/linux/user_scan_dir.h"

#include <sys/stat.h>
#include <unistd.h>

#include <climits>
#include <cstdlib>

#include "lib/program_path.h"

namespace foster {

namespace {

std::string target_of(const char* link)
{
    std::string path(PATH_MAX, '\0');
    const auto length = ::readlink(link, path.data(), path.size());
    path.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
    return path;
}

bool is_directory(const std::string& path)
{
    struct stat there {};
    return ::stat(path.c_str(), &there) == 0 && S_ISDIR(there.st_mode);
}

// Returns the working directory of process 1, if that is svscan and we may see it;
// empty otherwise.
std::string scan_dir_of_first()
{
    const auto exe = target_of("/proc/1/exe");
    const auto program = without_deletion(exe);
    if (program.substr(program.rfind('/') + 1) != "svscan") return {};
    auto directory = target_of("/proc/1/cwd");
    return is_directory(directory) ? directory : std::string{};
}

} // namespace

// Ignores a relative path, as the specification of the variable requires.
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
    if (!own.empty() && is_directory(own)) return own;
    const auto first = scan_dir_of_first();
    return first.empty() ? system_scan_dir() : first;
}

} // namespace foster
