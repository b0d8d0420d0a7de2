// supervise-plan: reads what is too large for a process that is to live for years
// (options, service.toml), says all that is wrong with it, and becomes supervise again,
// with plain words.  Same pid; it has no children.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "kernel/linux/complain.h"
#include "kernel/linux/errors.h"
#include "kernel/linux/fd.h"
#include "lib/settings.h"
#include "lib/toml/read_settings.h"
#include "supervise/options.h"

namespace {

using namespace foster;

// The resident lies beside us, under our name without "-plan".
std::string resident_path(const char* name)
{
    char self[4096];
    const auto length = ::readlink("/proc/self/exe", self, sizeof self);
    std::string path =
        length > 0 ? std::string{self, static_cast<std::size_t>(length)} : name;
    if (const auto dash = path.rfind("-plan"); dash != path.npos) path.resize(dash);
    return path;
}

// The words of one file; none if it does not exist.  Complains of all that is wrong.
std::vector<std::string> read_file(const std::string& path, const complainer& complain,
                                   bool& wrong)
{
    const fd file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file && (errno == ENOENT || errno == ENOTDIR)) return {};
    if (!file) throw_errno(("unable to open " + path).c_str());
    std::string text;
    char bytes[4096];
    ssize_t got = 0;
    while ((got = ::read(file.number(), bytes, sizeof bytes)) > 0)
        text.append(bytes, static_cast<std::size_t>(got));
    if (got < 0) throw_errno(("unable to read " + path).c_str());
    auto reading = read_settings(text, path);
    for (const auto& c : reading.complaints) complain.fatal(c);
    wrong = wrong || !reading.complaints.empty();
    return std::move(reading.words);
}

// In the order in which they count: the last word on a subject is the one that is obeyed.
std::vector<std::string> plan(const supervise_options& options,
                              const complainer& complain)
{
    std::vector<std::string> words{options.directory};
    bool wrong = false;
    for (const auto* file : {defaults_file, settings_file})
        for (auto& w : read_file(options.directory + "/" + file, complain, wrong))
            words.push_back(std::move(w));
    if (wrong) throw permanent_error("unable to follow these settings: mend them");
    words.insert(words.end(), options.words.begin(), options.words.end());
    words.emplace_back("planned");
    if (options.command.empty()) return words;
    words.emplace_back("--");
    words.insert(words.end(), options.command.begin(), options.command.end());
    return words;
}

[[noreturn]] void become_resident(const char* name, std::vector<std::string> words)
{
    std::string self{"supervise"};
    std::vector<char*> argv{self.data()};
    for (auto& w : words) argv.push_back(w.data());
    argv.push_back(nullptr);
    const auto resident = resident_path(name);
    ::execvp(resident.c_str(), argv.data());
    throw_errno(("unable to run " + resident).c_str());
}

} // namespace

int main(int argc, char** argv)
{
    complainer complain{"supervise", ""};
    try {
        const auto options = read_supervise_options(argc, argv);
        if (!options.help.empty()) {
            std::fputs(options.help.c_str(), stdout);
            return std::fflush(stdout) == 0 ? 0 : exit_temporary;
        }
        complain = complainer{"supervise", name_of_service(options.directory)};
        become_resident(argv[0], plan(options, complain));
    } catch (const permanent_error& e) {
        complain.fatal(e.what());
        return exit_permanent;
    } catch (const std::exception& e) {
        complain.fatal(e.what());
        return exit_temporary;
    }
}
