// Makes foreign text harmless before it reaches a terminal or a log.  All programs use
// only this filter.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace foster {

// Replaces, in place, each character that controls a terminal or breaks a line: the C0
// and C1 controls, DEL, line and paragraph separators, changes of direction, and bytes
// that are no UTF-8.  Returns the length of the result, which is never longer.
std::size_t make_printable(std::span<char> text, char instead = '?');

std::string printable(std::string text);

// Does the same for output of several lines.  It keeps newlines, tabs and colours
// (SGR).
std::string printable_lines(std::string_view text);

} // namespace foster
