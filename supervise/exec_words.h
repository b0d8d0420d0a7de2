// The words of supervise-exec, each a few calls of the system.
#pragma once

#include <sys/types.h>

#include <optional>
#include <span>
#include <string_view>

namespace foster {

// Applies one word to this process.  Files and directories are opened as `user`, that we
// shall be.  Throws, saying what was refused.
void apply_word(std::string_view word, std::optional<uid_t> user);

// The user that we shall be, by these words; nullopt: none is named.  Throws.
std::optional<uid_t> user_in(std::span<char* const> words);

} // namespace foster
