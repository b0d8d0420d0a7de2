// supervise/state as lib/status' write_state() writes it, byte for byte, and nothing
// else: what is written a thousand times is read without toml++, which takes thirty times
// as long.  read_state() asks here first.  Pure text.
#pragma once

#include <optional>
#include <string_view>

#include "lib/status.h"

namespace foster {

// `boot`: of which run of the machine, as in state_reading; it is a part of the text.
// None: it is not exactly what write_state() writes, or not within read_state()'s bounds.
std::optional<status> read_written(std::string_view text, std::string_view& boot);

} // namespace foster
