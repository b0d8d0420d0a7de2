// Durations as people write them: a whole number with its unit, 250ms 30s 5m 2h 1d.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "lib/instant.h"

namespace foster {

constexpr std::chrono::days longest_wait{31};
constexpr std::chrono::days longest_look_back{36500};

// Returns nullopt if the text is no number with a unit, or longer than `longest`.
std::optional<nanoseconds> parse_duration(std::string_view text,
                                          std::chrono::days longest = longest_wait);

// Returns the grammar that parse_duration() takes, for a complaint.
std::string duration_grammar(std::chrono::days longest = longest_wait);

} // namespace foster
