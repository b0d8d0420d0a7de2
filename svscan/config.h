// The fixed configuration of this svscan, computed once at its start from the command
// line and the system.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lib/instant.h"
#include "lib/service_set.h"
#include "lib/shutdown.h"
#include "svscan/options.h"
#include "svscan/upgrade.h"

namespace foster {

struct config {
    station at = station::plain;
    nanoseconds end_timeout{};
    std::string directory{}; // the scan directory; empty if there is only the command
    std::string supervise{}; // the program
    std::string prefix{};    // path of svscan-prefix; empty without --prefix
    origin from{}; // supervise processes inherit the limit of open files from here
    std::vector<std::string> command{};    // with supervise-exec, which starts it
    std::optional<sighting> commanded{};   // the directory made for the command
    std::optional<place> ends_with{};      // the service with which a container ends
    std::map<int, std::string> forwards{}; // from a signal to the directory of a service
};

// Returns the part that does not depend on the scan directory.  The caller stands in
// the directory where svscan was started.  Throws permanent_error.
config config_of(const svscan_options& options, station at, char* const* argv);

} // namespace foster
