// Which directories the words of a command line mean.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/linux/fd.h"
#include "svctl/options.h"

namespace foster {

struct service_name {
    std::string shown; // "web", "web/log"
    std::string path;  // of its directory
    bool log = false;

    friend bool operator==(const service_name&, const service_name&) = default;
};

// A word that can mean several services means none.
struct nobody_meant : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Those that the operands mean, each once, in their order; without any, all of the scan
// directory.  Throws, before anything is done.
std::vector<service_name> meant(const svctl_options& asked);

// Opened, to be listed and looked into.  Throws.
fd open_scan_dir(const std::string& scan_dir);

// Every service of a scan directory, by name, each followed by its log.  Throws.
std::vector<service_name> all_services(const std::string& scan_dir);

// All words by which services of a scan directory can be named: their names, @ARGUMENT
// and +GROUP.  Throws.
std::vector<std::string> all_words(const std::string& scan_dir);

// What is said where there is no such directory: the nearest that there is.
std::string unknown_in_words(const service_name& who);

} // namespace foster
