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

void look_at_command(std::string& file)
{
    const bool is_path = file.find('/') != file.npos;
    const auto found = is_path ? file : find_in_path(file);
    if (found.empty() || ::access(found.c_str(), X_OK) < 0)
        throw permanent_error("unable to find the command " + file);
    if (!is_path && !std::getenv("PATH")) file = found; // execvp(3) has another default
}

// The words of supervise-exec, which starts the command in the working directory, and by
// the name that was given.
std::vector<std::string> words_for(std::vector<std::string> command,
                                   const std::string& supervise)
{
    if (command.empty()) return {};
    look_at_command(command[0]);
    std::vector<std::string> words{supervise + "-exec", "service=command"};
    char here[PATH_MAX];
    if (::getcwd(here, sizeof here) && *here == '/')
        words.push_back(std::string{"directory="} + here);
    words.emplace_back("--");
    words.insert(words.end(), command.begin(), command.end());
    return words;
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
    d.command = words_for(options.command, d.supervise);
    return d;
}

} // namespace foster
