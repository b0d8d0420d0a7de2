// The parsed command line of svctl.
#pragma once

#include <array>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "lib/instant.h"

namespace foster {

// One row each in svctl/command_table.cpp, in the same order.
enum class option : unsigned char {
    help,
    scan_dir,
    no_wait,
    timeout,
    json,
    output,
    table,
    names,
    log,
    up,
    down,
    ready,
    degraded,
    failed,
    any,
    textfile,
    group,
    no_group,
    now,
    lines,
    since,
    grep,
    follow,
    stay,
    readers,
    no_readers
};
constexpr std::size_t option_count = static_cast<std::size_t>(option::no_readers) + 1;

struct command_row;

struct svctl_options {
    std::string help{}; // if not empty, print this and exit
    const command_row* command = nullptr;
    std::vector<std::string> names{};                             // the operands as given
    std::array<std::optional<std::string>, option_count> given{}; // empty text for a flag
    std::string scan_dir{};
    nanoseconds timeout = 30s;
    nanoseconds stay = 1s;

    bool has(option o) const { return given[static_cast<std::size_t>(o)].has_value(); }

    // Returns the value of an option; empty if it is not given.
    std::string value(option o) const
    {
        return given[static_cast<std::size_t>(o)].value_or("");
    }
};

// A mistake in the command line.  what() gives the reason, and where to read more.
struct usage_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Throws usage_error.
svctl_options read_svctl_options(int argc, char** argv);

} // namespace foster
