// The name of a parametrised test, made of the name of its parameter.
#pragma once

#include <string>
#include <string_view>

namespace foster::model {

// Returns `words` with one underscore for all that a name of gtest cannot have.
inline std::string test_name(std::string_view words)
{
    std::string name;
    for (const char c : words) {
        const bool plain =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (plain)
            name += c;
        else if (!name.empty() && name.back() != '_')
            name += '_';
    }
    return name;
}

} // namespace foster::model
