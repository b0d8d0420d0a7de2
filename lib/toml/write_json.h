// Writes the facts of several services as one JSON document for programs: JSON in
// foster-formats(5).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/last_complaint.h"
#include "lib/toml/read_state.h"

namespace foster {

struct account {
    std::string name;
    std::optional<status> state; // nullopt: no supervise runs
    std::vector<pid> processes;  // all living processes, in order of pid
    std::string kept_by{};       // without a state: the foreign supervisor
    // The last one; without a state, only why supervise could not begin.
    std::optional<foster::complaint> complaint{};

    friend bool operator==(const account&, const account&) = default;
};

// Returns {"version": 2, "services": [...]} and a newline, with the keys of
// supervise/state for each service.  U+FFFD replaces bytes of a name that are not
// UTF-8, since JSON cannot hold them.
std::string to_json(std::span<const account> services);

// An event of a service, written as an object in one line with a newline:
// {"version": 2, "event": "died", "time": ..., "text": ..., and the keys of a service}
struct happening {
    std::string_view event;
    std::string_view text;
    stamp when;
};
std::string to_json_line(const happening& h, const account& of);

} // namespace foster
