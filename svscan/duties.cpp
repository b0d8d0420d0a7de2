#include "svscan/duties.h"

#include <fcntl.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdlib>

#include "kernel/linux/errors.h"
#include "svscan/init.h"

namespace foster {

namespace {

// The program of that name in PATH; empty: there is none.
std::string find_in_path(const std::string& name)
{
    const char* const given = std::getenv("PATH");
    const std::string path = given ? given : "/usr/sbin:/usr/bin";
    for (std::size_t from = 0; from <= path.size();) {
        const auto to = std::min(path.find(':', from), path.size());
        auto candidate = path.substr(from, to - from) + "/" + name;
        struct stat there {};
        if (::access(candidate.c_str(), X_OK) == 0 &&
            ::stat(candidate.c_str(), &there) == 0 && S_ISREG(there.st_mode))
            return candidate;
        from = to + 1;
    }
    return {};
}

std::string whole_path(const std::string& path)
{
    char whole[PATH_MAX];
    return ::realpath(path.c_str(), whole) ? whole : path;
}

// Us, as /proc knows us or, where there is none, as we were executed.
std::string self()
{
    char path[PATH_MAX];
    const auto length = ::readlink("/proc/self/exe", path, sizeof path);
    if (length > 0) return {path, static_cast<std::size_t>(length)};
    const auto* executed = reinterpret_cast<const char*>(::getauxval(AT_EXECFN));
    return executed ? whole_path(executed) : std::string{};
}

// supervise lies beside us, or is found in PATH.
std::string find_supervise()
{
    auto beside = self();
    beside.resize(beside.rfind('/') + 1);
    beside += "supervise";
    if (beside[0] == '/' && ::access(beside.c_str(), X_OK) == 0) return beside;
    auto found = find_in_path("supervise");
    if (!found.empty()) return found;
    throw permanent_error(
        "unable to find supervise: it lies neither beside svscan nor in "
        "PATH");
}

// What is executed is a path: as execvp(3) finds it, but once.
void find_command(std::vector<std::string>& command)
{
    if (command.empty()) return;
    auto& file = command[0];
    const auto found =
        file.find('/') == file.npos ? find_in_path(file) : whole_path(file);
    if (found.empty() || ::access(found.c_str(), X_OK) < 0)
        throw permanent_error("unable to find the command " + file);
    file = found;
}

} // namespace

duties duties_of(const svscan_options& options, station at, char* const* argv)
{
    duties d{.at = at, .end_timeout = options.end_timeout};
    d.directory = options.directory;
    d.from.argv = argv;
    d.from.directory = fd{::open(".", O_PATH | O_DIRECTORY | O_CLOEXEC)};
    d.supervise = find_supervise();
    // Without /proc supervise finds what lies beside it by its name.
    d.name = has_proc() ? "supervise" : d.supervise;
    d.command = options.command;
    find_command(d.command);
    return d;
}

} // namespace foster
