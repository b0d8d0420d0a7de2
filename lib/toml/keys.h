// Lists the keys of service.toml in one table, for the reader, the manual and the
// tests.
#pragma once

#include <span>
#include <string_view>

#include "lib/toml/values.h"

namespace foster {

struct key {
    std::string_view name; // as in the file, with the name of its table
    const value_kind& takes;
    std::string_view word;      // in lib/settings or supervise-exec; or empty
    std::string_view otherwise; // the default: a value, or a description
    std::string_view unit;      // units that a string may have; empty: none
    std::string_view example;   // a value other than the default
};

std::span<const key> all_keys();

} // namespace foster
