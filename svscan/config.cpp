#include "svscan/config.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdlib>

#include "kernel/linux/errors.h"
#include "kernel/linux/exec_fault.h"
#include "kernel/linux/program_paths.h"
#include "lib/program_path.h"

namespace foster {

namespace {

bool is_program(const std::string& path)
{
    return ::access(path.c_str(), X_OK) == 0 &&
           hindrance_of(path.c_str()) == hindrance::none;
}

bool is_there(const std::string& path)
{
    return ::access(path.c_str(), F_OK) == 0;
}

// Returns the first file of that name in PATH for which `is` is true; empty if there is
// none.
std::string find_in_path(const std::string& name, bool (*is)(const std::string&))
{
    const char* const given = std::getenv("PATH");
    const std::string path = given ? given : "/usr/sbin:/usr/bin";
    for (std::size_t from = 0; from <= path.size();) {
        const auto to = std::min(path.find(':', from), path.size());
        auto candidate = path.substr(from, to - from) + "/" + name;
        if (is(candidate)) return candidate;
        from = to + 1;
    }
    return {};
}

// Returns supervise: from the directory of svscan, or else from PATH.
std::string supervise_program()
{
    auto path = own_program();
    if (path[0] && go_from(path, "supervise") && ::access(path.data(), X_OK) == 0)
        return path.data();
    auto found = find_in_path("supervise", is_program);
    if (!found.empty()) return found;
    throw permanent_error(
        "unable to find supervise: it is neither beside svscan nor in PATH");
}

// Returns a helper: from the places where `supervise` finds its own, or else from PATH.
std::string helper_of(const std::string& supervise, const std::string& name)
{
    program_path path{};
    char whole[PATH_MAX];
    go_from(path, ::realpath(supervise.c_str(), whole) ? whole : supervise.c_str());
    if (find_helper(path, name)) return path.data();
    auto found = find_in_path(name, is_program);
    if (!found.empty()) return found;
    throw permanent_error("unable to find " + name +
                          ": it is neither beside supervise nor in PATH, and " +
                          path.data() + " does not exist");
}

void look_at_command(std::string& file)
{
    const bool is_path = file.find('/') != file.npos;
    const auto find = [&](auto is) {
        return !is_path ? find_in_path(file, is) : is(file) ? file : std::string{};
    };
    const auto found = find(is_program);
    if (found.empty()) {
        const auto other = find(is_there);
        if (other.empty())
            throw command_error("unable to find the command " + file, exit_not_found);
        throw command_error("unable to run the command " + file + ": " +
                                std::string{in_words(hindrance_of(other.c_str()))},
                            exit_not_executable);
    }
    if (!is_path && !std::getenv("PATH"))
        file = found; // without PATH, execvp(3) searches other directories
}

// Returns the command line of supervise-exec, which starts the command in the working
// directory and by its given name.
std::vector<std::string> words_for(std::vector<std::string> command,
                                   const std::string& supervise, station at)
{
    if (command.empty()) return {};
    look_at_command(command[0]);
    std::vector<std::string> words{helper_of(supervise, "supervise-exec"),
                                   "service=command", "shell-codes"};
    char here[PATH_MAX];
    if (::getcwd(here, sizeof here) && *here == '/')
        words.push_back(std::string{"directory="} + here);
    if (at == station::container) words.emplace_back("terminal");
    words.emplace_back("--");
    words.insert(words.end(), command.begin(), command.end());
    return words;
}

} // namespace

config config_of(const svscan_options& options, station at, char* const* argv)
{
    config d{.at = at, .end_timeout = options.end_timeout};
    d.directory = options.directory;
    d.from.argv = argv;
    d.from.directory = fd{::open(".", O_PATH | O_DIRECTORY | O_CLOEXEC)};
    d.supervise = supervise_program();
    if (options.prefix) d.prefix = helper_of(d.supervise, "svscan-prefix");
    d.command = words_for(options.command, d.supervise, at);
    return d;
}

} // namespace foster
