// The command line of runit's sv.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace foster {

struct sv_options {
    std::string name; // of the program; but for "sv", the service's
    std::string word{};
    std::vector<std::string> services{};
    std::string directory{}; // of those that are named by a name
    long wait = 7;           // seconds
    bool verbose = false;

    bool lsb() const { return name != "sv"; }
};

// Nothing: it cannot be understood; what that has to say but for the usage, was said.
std::optional<sv_options> read_sv_options(int argc, char** argv);

// Says how sv, or the LSB script by that name, is used; the exit code for that.
int sv_usage(const char* program);

} // namespace foster
