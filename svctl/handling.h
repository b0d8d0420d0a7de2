// What service.toml says to svctl, and the settings in force that it says to supervise.
#pragma once

#include <string>
#include <vector>

#include "lib/settings.h"
#include "svctl/names.h"

namespace foster {

struct handling {
    std::vector<std::string> groups;
    int reload_signal = SIGHUP;
    std::vector<std::string> words{}; // what supervise and supervise-exec are told
};

// From the files of the service and of its scan directory, as they are now.  Of a file
// with faults nothing is believed, and that is said, once.  Throws.
handling handling_of(const service_name& who);

} // namespace foster
