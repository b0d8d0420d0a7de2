// The words of supervise-exec, each a few calls of the system.
#pragma once

#include <string_view>

namespace foster {

// Applies one word to this process.  Throws, saying what was refused.
void apply_word(std::string_view word);

} // namespace foster
