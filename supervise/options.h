// Reads the command line of supervise, for supervise-plan.
#pragma once

#include <string>
#include <vector>

namespace foster {

struct supervise_options {
    std::string help; // the help to print; empty: none was asked for
    std::string directory;
    std::string place; // the path of DIR from the working directory
    bool trust_everybody = false;
    std::vector<std::string> words;   // the settings, in the form of lib/settings
    std::vector<std::string> command; // the command after `--`; empty: ./run
};

// Throws permanent_error, which names the error.
supervise_options read_supervise_options(int argc, char** argv);

} // namespace foster
