// What svctl prints on standard output.
#pragma once

#include <string>

namespace foster {

// Returns the text as it may reach the descriptor `to`: a terminal gets no controls but
// newlines, tabs and colours; a program gets every byte.
std::string for_reader(int to, const std::string& text);

// Throws where it cannot be written.
void print(const std::string& text);

// The same.  False: nobody reads it any more.
bool print_to_reader(const std::string& text);

} // namespace foster
