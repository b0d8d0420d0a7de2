// The values of service.toml's keys, lowered to words.
// For lib/toml's own files only, since it shows toml++.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/toml/keys.h"
#include "lib/toml/tomlplusplus.h"

namespace foster {

// The value as the word of lib/settings has it; nothing: it is none.
std::optional<std::string> lowered(kind k, const toml::node& value);

// The words of supervise-exec; nothing: the value is none.
std::optional<std::vector<std::string>> outfit_words(const key& k,
                                                     const toml::node& value);

// The names of groups; nothing: the value is none.
std::optional<std::vector<std::string>> group_names(const toml::node& value);

} // namespace foster
