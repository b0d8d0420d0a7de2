// Turns the values of service.toml's keys into words.  Only the files of lib/toml may
// use this header, since it shows toml++.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/toml/keys.h"
#include "lib/toml/tomlplusplus.h"

namespace foster {

// Returns the value as the word of lib/settings has it; nullopt if it is not allowed.
std::optional<std::string> lowered(kind k, const toml::node& value);

// Returns the words for supervise-exec; nullopt if the value is not allowed.
std::optional<std::vector<std::string>> outfit_words(const key& k,
                                                     const toml::node& value);

// Returns the names of groups; nullopt if the value is not allowed.
std::optional<std::vector<std::string>> group_names(const toml::node& value);

} // namespace foster
