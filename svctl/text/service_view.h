// The facts of a service that is shown.
#pragma once

#include <cstdint>
#include <string>

#include "lib/toml/write_json.h"
#include "svctl/text/process_facts.h"

namespace foster {

struct service_view {
    account said;
    std::string path{}; // path of its directory
    usage uses{};       // on request
};

// Returns "812K", "12.4M" or "1.1G"; "0K" for 0.
std::string bytes_in_words(std::uint64_t bytes);

// Returns "0.42s" or "59.10s"; from a minute on, the same as for other times.
std::string cpu_in_words(nanoseconds time);

// Returns the number of starts after the first.
std::uint64_t restarts(const status& s);

} // namespace foster
