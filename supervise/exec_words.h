// The words of supervise-exec, each a few calls of the system.
#pragma once

#include <sys/types.h>

#include <optional>
#include <span>
#include <string_view>

namespace foster {

// What a word must know of the others.
struct who_starts {
    std::optional<uid_t> user{}; // that we shall be; nullopt: none is named
    bool trusts_everybody = false;
};

// Applies one word to this process.  Files and directories are opened as the user that we
// shall be.  Throws, saying what was refused.
void apply_word(std::string_view word, const who_starts& by);

// Reads these words.  Throws.
who_starts who_starts_by(std::span<char* const> words);

} // namespace foster
