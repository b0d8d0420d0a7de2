// Reads supervise/state, as lib/status' to_state() writes it.  Pure text: the caller
// finds and opens the file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/status.h"

namespace foster {

// The file does not hold termed, leaving and pid_since.  They keep their default
// values.
struct state_reading {
    std::optional<status> read;
    std::string boot{}; // the run of the machine that wrote it; empty: unknown
    std::string wrong;  // if nothing was read: the reason, as the end of a sentence

    friend bool operator==(const state_reading&, const state_reading&) = default;
};

// Ignores unknown keys, which a newer supervise may write.  Reads the old words of
// lib/renamed in a file of the version that has them.
state_reading read_state(std::string_view text);

// Does the same with toml++ only.  t/unit compares the two.
state_reading read_any_state(std::string_view text);

} // namespace foster
