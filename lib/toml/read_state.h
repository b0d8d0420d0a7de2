// supervise/state, read back: what lib/status' to_state wrote, as a value.
// Pure text: finding and opening the file is the caller's.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/status.h"

namespace foster {

// The file does not tell termed, leaving and pid_since: they stay as they are born.
struct state_reading {
    std::optional<status> read;
    std::string boot{}; // of which run of the machine this is said; empty: not known
    std::string wrong;  // if nothing was read: why, as the end of a sentence

    friend bool operator==(const state_reading&, const state_reading&) = default;
};

// Keys that are not known are passed over: a newer supervise may say more.
state_reading read_state(std::string_view text);

// The same by toml++ alone; t/lib holds the two to each other.
state_reading read_any_state(std::string_view text);

} // namespace foster
