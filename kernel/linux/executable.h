// Why a program cannot be executed, as far as its file tells.
#pragma once

#include <string_view>

#include "kernel/linux/complain.h"
#include "kernel/linux/fd.h"

namespace foster {

// What the file itself has against it; none: nothing, or it is not there.
enum class hindrance : unsigned char { none, directory, special, mode, noexec };
hindrance hindrance_of(const char* path) noexcept;
hindrance hindrance_of(const fd& file) noexcept;
std::string_view in_words(hindrance h);

// What an error of execve(2) means for that file, and what to do; empty: what errno says.
std::string_view meaning_of(const char* path, int error) noexcept;

// A number for each meaning, so that each is said once; 0 if nothing was refused.
int cause_of(const char* path, int error) noexcept;

// "unable to start ./run: it is a directory (...)"
void complain_of_start(const complainer& complain, const char* path, int error) noexcept;

} // namespace foster
