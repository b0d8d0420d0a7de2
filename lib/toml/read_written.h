// Reads supervise/state only if it is byte for byte in the form of lib/status'
// write_state().  toml++ would take thirty times as long for files that are read
// thousands of times.  read_state() calls this function first.  Pure text.
#pragma once

#include <optional>
#include <string_view>

#include "lib/status.h"

namespace foster {

// Sets `boot` to the run of the machine, as in state_reading; it is a part of the text.
// Understands the old words of lib/renamed in a file of the version that has them.
// Returns nullopt if write_state() of that version would write another text, or a value
// is outside of the bounds of read_state().
std::optional<status> read_written(std::string_view text, std::string_view& boot);

} // namespace foster
