// Numbers as people write them, and ranges of them: sizes, limits, processors.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace foster {

enum class measure : unsigned char { count, bytes, seconds, microseconds };

// Reads a whole number, with a unit where the measure has one: "64MiB", "30s".  Without
// a unit the number is in the measure's own unit.  Returns nullopt if the text is no
// such number, or is too large.
std::optional<std::uint64_t> parse_quantity(std::string_view text, measure of);

// Returns a resource limit, "N", "unlimited" or "SOFT:HARD", as "SOFT:HARD" of plain
// numbers or `unlimited`; nullopt if the text is no limit.
std::optional<std::string> lowered_limit(std::string_view text, measure of);

// Returns a number of only digits, perhaps after a minus sign; nullopt if it is out of
// the range.
std::optional<long> parse_number(std::string_view text, long from, long to);

using processors = std::bitset<1024>;

// Reads a list of processors as "0-3,5"; nullopt if the text is no such list.
std::optional<processors> parse_processors(std::string_view text);

} // namespace foster
