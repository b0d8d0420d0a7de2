#include "kernel/linux/installed.h"

#include <sys/auxv.h>
#include <unistd.h>

#include <climits>
#include <string_view>

namespace foster {

std::string installed_program()
{
    const auto* const executed = reinterpret_cast<const char*>(::getauxval(AT_EXECFN));
    // A program executed by descriptor (execveat) went back to an earlier version, and
    // that descriptor is closed.
    if (executed && *executed == '/' &&
        !std::string_view{executed}.starts_with("/dev/fd/"))
        return executed;
    std::string path(PATH_MAX, '\0');
    const auto length = ::readlink("/proc/self/exe", path.data(), path.size());
    path.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
    if (constexpr std::string_view gone = " (deleted)"; path.ends_with(gone))
        path.resize(path.size() - gone.size());
    return path;
}

} // namespace foster
