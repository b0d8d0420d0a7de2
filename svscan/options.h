// The command line of svscan.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lib/instant.h"

namespace foster {

struct svscan_options {
    std::string help; // if not empty, print this and exit
    std::string directory;
    bool of_user = false; // DIR was not given: svscan makes it if it is missing
    bool container = false;
    std::string exit_with{};              // empty if not given
    std::map<int, std::string> forward{}; // from a signal to a service; to "" if ignored
    nanoseconds end_timeout = 150s;       // then svscan kills the remaining processes
    bool prefix = false;
    bool trust_everybody = false;
    int ready_fd = -1;           // -1 if not given
    std::string run_directory{}; // base of the command's directory; empty for the default
    std::vector<std::string> command{}; // the words after --
};

// Throws permanent_error with the reason.
svscan_options read_svscan_options(int argc, char** argv);

} // namespace foster
