// Which directories the names of a command line mean.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "svctl/options.h"

namespace foster {

struct service_name {
    std::string shown; // "web", "web/log"
    std::string path;  // of its directory
    bool log = false;

    friend bool operator==(const service_name&, const service_name&) = default;
};

// A word with a slash, or `.` or `..`, is a path; any other names an entry of scan_dir.
service_name named(std::string_view word, const std::string& scan_dir);

// Those that the command line means.  Throws.
std::vector<service_name> meant(const svctl_options& asked);

// Every service of a scan directory, by name, each followed by its log.  Throws.
std::vector<service_name> all_services(const std::string& scan_dir);

} // namespace foster
