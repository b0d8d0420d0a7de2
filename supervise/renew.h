// Goes on as the program that is installed now, in the same process: an upgrade that no
// service notices.
#pragma once

#include <optional>
#include <string_view>

#include "lib/renewal.h"
#include "lib/status.h"

namespace foster {

// Does not return but with the errno of a refusal: then nothing has changed.  `argv` is
// ours.
int go_on_as_installed(char* const* argv, const status& was, const renewal& more,
                       bool refresh) noexcept;

// For a program that was begun so and does not understand what it is told: back to the
// one that said it, if that is still there.
void go_back(char** argv) noexcept;

// It understands: nobody needs to go back, and the words of another life of this process,
// or of another's, are taken out of argv: they would be shown by ps(1) for years.
void stay(char** argv) noexcept;

// The descriptor in a word that is for go_back() alone; nothing: it is no such word.
std::optional<int> way_back_in(std::string_view word) noexcept;

} // namespace foster
