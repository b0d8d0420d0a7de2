// Applies the words of supervise-exec, each by a few system calls.
#pragma once

#include <sys/types.h>

#include <optional>
#include <span>
#include <string_view>

namespace foster {

// The facts about the other words that a word needs.
struct who_starts {
    std::optional<uid_t> user{}; // the user of the service; nullopt: none is named
    bool trusts_everybody = false;
};

// Applies one word to this process.  Opens files and directories as the user of the
// service.  Throws an error that names the refused word or file.
void apply_word(std::string_view word, const who_starts& by);

// Reads these facts from the words.  Throws.
who_starts who_starts_by(std::span<char* const> words);

} // namespace foster
