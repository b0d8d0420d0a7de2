// Prints on standard output.
#pragma once

#include <string>

namespace foster {

// Returns the text in a form that is safe for descriptor `to`.  A terminal gets no
// control characters but newlines, tabs and colours; a program gets every byte.
std::string for_reader(int to, const std::string& text);

// Prints the text.  Throws if that fails.
void print(const std::string& text);

// Does the same, but returns false if the output has no reader any more.
bool print_to_reader(const std::string& text);

} // namespace foster
