// What is known of a service when it is shown.
#pragma once

#include <cstdint>
#include <string>

#include "lib/toml/write_json.h"
#include "svctl/processes.h"

namespace foster {

struct service_view {
    account said;
    std::string path{}; // of its directory
    usage uses{};       // where it was asked for
};

// "812K", "12.4M", "1.1G"; none: "0K"
std::string bytes_in_words(std::uint64_t bytes);

// "0.42s", "59.10s", and from a minute on as other times.
std::string cpu_in_words(nanoseconds time);

// Starts after the first.
std::uint64_t restarts(const status& s);

} // namespace foster
