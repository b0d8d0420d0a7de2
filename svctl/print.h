// What svctl prints on standard output.
#pragma once

#include <string>

namespace foster {

// Throws where it cannot be written.
void print(const std::string& text);

// The same.  False: nobody reads it any more.
bool print_to_reader(const std::string& text);

} // namespace foster
