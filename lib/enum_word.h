// Reads a word of a status as a value.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "lib/status.h"

namespace foster {

// Returns the value that to_text() writes as `word`; nullopt if there is none.  The
// only table is that of to_text().
template<class Enum>
std::optional<Enum> from_text(std::string_view word)
{
    for (std::uint8_t i = 0;; ++i) {
        const auto text = to_text(static_cast<Enum>(i));
        if (text.empty()) return std::nullopt;
        if (text == word) return static_cast<Enum>(i);
    }
}

} // namespace foster
