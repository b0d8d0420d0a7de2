// Text of others, made harmless before it reaches a terminal or a log.  The one filter of
// all programs.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace foster {

// Replaces, in place, each character that a terminal obeys or that disorders a line: the
// C0 and C1 controls, DEL, line and paragraph separators, changes of direction, and bytes
// that are no UTF-8.  Returns the length of the result, which is never longer.
std::size_t make_printable(std::span<char> text, char instead = '?');

std::string printable(std::string text);

// The same for output of several lines: newlines, tabs and colours (SGR) stay.
std::string printable_lines(std::string_view text);

} // namespace foster
