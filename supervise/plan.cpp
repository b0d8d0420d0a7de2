// supervise-plan: reads what is too large for a process that is to live for years, and
// becomes supervise again, with plain words.  Same pid; it has no children.
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "kernel/linux/complain.h"
#include "kernel/linux/errors.h"
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

} // namespace

int main(int argc, char** argv)
{
    const complainer complain{"supervise", ""};
    try {
        auto options = read_supervise_options(argc, argv);
        if (!options.help.empty()) {
            std::fputs(options.help.c_str(), stdout);
            return std::fflush(stdout) == 0 ? 0 : exit_temporary;
        }
        std::string name{"supervise"};
        std::vector<char*> words{name.data()};
        for (auto& w : options.words) words.push_back(w.data());
        words.push_back(nullptr);
        const auto resident = resident_path(argv[0]);
        ::execvp(resident.c_str(), words.data());
        throw_errno(("unable to run " + resident).c_str());
    } catch (const permanent_error& e) {
        complain.fatal(e.what());
        return exit_permanent;
    } catch (const std::exception& e) {
        complain.fatal(e.what());
        return exit_temporary;
    }
}
