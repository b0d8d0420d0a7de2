// The service directories that the words of a command line mean.
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
    std::string path;  // path of its directory
    bool log = false;

    friend bool operator==(const service_name&, const service_name&) = default;
};

// A word that may mean several services, such as a pattern, means none.
struct nobody_meant : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Returns the services that the operands mean, each once, in their order.  Without
// operands, returns all of the scan directory.  Throws before anything is done.
std::vector<service_name> meant(const svctl_options& asked);

// Opens a scan directory for listing and for lookups.  Throws.
fd open_scan_dir(const std::string& scan_dir);

// Returns every service of a scan directory, by name, each followed by its log.
// Throws.
std::vector<service_name> all_services(const std::string& scan_dir);

// Returns all words that name services of a scan directory: names, @ARGUMENT and
// +GROUP.  Throws.
std::vector<std::string> all_words(const std::string& scan_dir);

// Returns the text for a directory that does not exist, with the nearest existing name.
std::string unknown_in_words(const service_name& who);

} // namespace foster
