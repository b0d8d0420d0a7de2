// What is known of several services, as one JSON document for programs: svctl(1), JSON.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/toml/read_state.h"

namespace foster {

struct account {
    std::string name;
    std::optional<status> state; // nothing: nobody supervises it
    std::vector<pid> processes;  // every live one, by number
    std::string kept_by{};       // without a state: a supervisor that is not ours
    // Without a state: why supervise could not begin, if that is known.
    std::optional<foster::complaint> complaint{};

    friend bool operator==(const account&, const account&) = default;
};

// {"version": 1, "services": [...]}, the keys of supervise/state for each, newline and
// all.  Bytes of a name that are not UTF-8 are replaced (U+FFFD): JSON cannot hold them.
std::string to_json(std::span<const account> services);

// Something that has become of a service: an object in one line, newline and all.
// {"version": 1, "event": "died", "time": ..., "text": ..., and the keys of a service}
struct happening {
    std::string_view event;
    std::string_view text;
    stamp when;
};
std::string to_json_line(const happening& h, const account& of);

} // namespace foster
