// The command line of svscan.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lib/instant.h"

namespace foster {

struct svscan_options {
    std::string help; // not empty: print this and be done
    std::string directory;
    bool of_user = false; // nobody has named it: it is made if it is not there
    bool container = false;
    std::string exit_with{};              // empty: none
    std::map<int, std::string> forward{}; // from a signal to a service; empty: to none
    nanoseconds end_timeout = 150s;       // what is not down by then is killed
    bool prefix = false;
    bool trust_everybody = false;
    int ready_fd = -1;                  // -1: nobody waits
    std::string run_directory{};        // for the command's; empty: one that is usual
    std::vector<std::string> command{}; // what follows --
};

// Throws permanent_error, saying what was wrong.
svscan_options read_svscan_options(int argc, char** argv);

} // namespace foster
