// The command line of svscan.
#pragma once

#include <string>

namespace foster {

struct svscan_options {
    std::string help; // not empty: print this and be done
    std::string directory;
};

// Throws permanent_error, saying what was wrong.
svscan_options read_svscan_options(int argc, char** argv);

} // namespace foster
