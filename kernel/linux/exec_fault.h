// Finds out from its file why a program cannot be executed.
#pragma once

#include <string_view>

#include "kernel/linux/fd.h"
#include "kernel/linux/print_complaint.h"

namespace foster {

// The reason in the file itself; none: there is no such reason, or no file.
enum class hindrance : unsigned char { none, directory, special, mode, noexec };
hindrance hindrance_of(const char* path) noexcept;
hindrance hindrance_of(const fd& file) noexcept;
std::string_view in_words(hindrance h);

// Returns the meaning of an error of execve(2) for that file, with the fix; empty if
// errno says enough.
std::string_view meaning_of(const char* path, int error) noexcept;

// Returns a number for each meaning, so that each is reported once; 0 if nothing was
// refused.
int cause_of(const char* path, int error) noexcept;

// Reports as in "unable to start ./run: it is a directory (...)".
void complain_of_start(const complainer& complain, const char* path, int error) noexcept;

} // namespace foster
