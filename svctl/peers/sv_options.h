// The command line of runit's sv.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace foster {

struct sv_options {
    std::string name; // of the program; for an LSB script, of the service
    std::string word{};
    std::vector<std::string> services{};
    std::string directory{}; // scan directory for services given by name
    long wait = 7;           // seconds
    bool verbose = false;

    bool lsb() const { return name != "sv"; }
};

// Returns nullopt if the command line is wrong.  Messages other than the usage have
// been printed.
std::optional<sv_options> read_sv_options(int argc, char** argv);

// Prints the usage of sv, or of the LSB script with that name; returns the exit code.
int sv_usage(const char* program);

} // namespace foster
