// What the command line and the system have made of svscan, settled at its start.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lib/ending.h"
#include "lib/instant.h"
#include "lib/roster.h"
#include "svscan/options.h"
#include "svscan/renew.h"

namespace foster {

struct duties {
    station at = station::plain;
    nanoseconds end_timeout{};
    std::string directory{}; // to be scanned; empty: there is only the command
    std::string supervise{}; // the program
    std::string name{};      // its argv[0]
    std::string prefix{};    // the program that names lines; empty: none is wanted
    origin from{};           // supervises inherit its limit of open files
    std::vector<std::string> command{};    // with the program that starts it
    std::optional<sighting> commanded{};   // the directory that is made for it
    std::optional<place> ends_with{};      // the service that a container ends with
    std::map<int, std::string> forwards{}; // from a signal to a service's directory
};

// Those that do not depend on the scan directory; whoever calls stands where svscan was
// started.  Throws permanent_error.
duties duties_of(const svscan_options& options, station at, char* const* argv);

} // namespace foster
