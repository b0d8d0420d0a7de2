// Upgrades supervise in place: it continues as the installed program, in the same
// process, and no service notices.
#pragma once

#include <optional>
#include <string_view>

#include "lib/status.h"
#include "lib/upgrade_facts.h"

namespace foster {

// Returns only if the upgrade was refused, with errno.  Then nothing has changed.
// `argv` is ours.
int go_on_as_installed(char* const* argv, const status& was, const renewal& more,
                       bool refresh) noexcept;

// Goes back to the earlier program, if that still exists, when this program does not
// understand the words that it passed.
void go_back(char** argv) noexcept;

// Confirms that this program understands its words.  Closes the way back, and takes the
// words about earlier programs and processes out of argv, where ps(1) would show them
// for years.
void stay(char** argv) noexcept;

// Returns the descriptor in a word for go_back(); nullopt if it is another word.
std::optional<int> way_back_in(std::string_view word) noexcept;

} // namespace foster
