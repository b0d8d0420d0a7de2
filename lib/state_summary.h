// Reads the part of supervise/state that svscan needs, line by line, as lib/status
// writes it.  lib/toml reads the whole file, but its parser has no place in a process
// that holds supervise processes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "lib/pid.h"

namespace foster {

struct state_summary {
    bool over = false;       // the service is down, and only a command will start it
    bool essential = false;  // a container ends with it
    std::optional<int> code; // the container's exit code, by its last death

    friend constexpr bool operator==(const state_summary&,
                                     const state_summary&) = default;
};

// Returns when that process of the service began (child::start); 0 if the state does
// not name it, or does not know its start.
std::uint64_t start_in(std::string_view state, pid who);

// Returns whether the state describes that launch (status::starts), with a settled main
// process.
bool settled_in(std::string_view state, std::uint64_t launch);

// Reads a state.  A text that is no state stands for a service that is not over.
state_summary glance_at(std::string_view state);

} // namespace foster
