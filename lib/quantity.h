// Numbers as people write them, and the ranges of them: sizes, limits, processors.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace foster {

enum class measure : unsigned char { count, bytes, seconds, microseconds };

// A whole number, with a unit where the measure has one: "64MiB", "30s"; without a unit
// the number is the measure's own.  Nothing: it is none, or too large.
std::optional<std::uint64_t> parse_quantity(std::string_view text, measure of);

// A resource limit, "N", "unlimited" or "SOFT:HARD", as "SOFT:HARD" of plain numbers or
// `unlimited`.  Nothing: it is none.
std::optional<std::string> lowered_limit(std::string_view text, measure of);

// A number of nothing but digits, and a minus sign, that is in the range.
std::optional<long> parse_number(std::string_view text, long from, long to);

using processors = std::bitset<1024>;

// "0-3,5".  Nothing: it is none.
std::optional<processors> parse_processors(std::string_view text);

} // namespace foster
