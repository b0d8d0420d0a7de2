// Times as people write them: a whole number with its unit, 250ms 30s 5m 2h 1d.
#pragma once

#include <optional>
#include <string_view>

#include "lib/instant.h"

namespace foster {

// Nothing: no number, no unit or another, or longer than 31 days.
std::optional<nanoseconds> parse_duration(std::string_view text);

// What parse_duration takes, for a complaint.
constexpr std::string_view duration_grammar =
    "a number with a unit: 250ms, 30s, 5m, 2h, 1d";

} // namespace foster
