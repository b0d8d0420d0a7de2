// The command line of supervise, as supervise-plan reads it.
#pragma once

#include <string>
#include <vector>

namespace foster {

struct supervise_options {
    std::string help; // not empty: print this and be done
    std::string directory;
    std::string place; // where that is, seen from where we stand
    bool trust_everybody = false;
    std::vector<std::string> words;   // the settings, as lib/settings reads them
    std::vector<std::string> command; // what follows `--`; none: ./run
};

// Throws permanent_error, saying what was wrong.
supervise_options read_supervise_options(int argc, char** argv);

} // namespace foster
