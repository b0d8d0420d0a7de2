// As much of supervise/state as svscan wants to know.  What it reads is what lib/status
// writes, line by line; all of it is read by lib/toml, whose parser is not for a process
// that holds supervises.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "lib/pid.h"

namespace foster {

struct glance {
    bool over = false;       // the service is down and will not be started unless told
    bool essential = false;  // a container ends with it
    std::optional<int> code; // how its main ended last, as a container ends

    friend constexpr bool operator==(const glance&, const glance&) = default;
};

// When this one of the service's kin began (child::start); 0: it names no such one, or
// does not know.
std::uint64_t start_in(std::string_view state, pid who);

// Whether it tells of that launch (status::starts), and that its main process is settled.
bool settled_in(std::string_view state, std::uint64_t launch);

// A text that is not a state is a service that is not over.
glance glance_at(std::string_view state);

} // namespace foster
