// Reads a text that is a number from its beginning to its end.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace foster {

// Returns nullopt if the text is empty, negative, too large, or holds anything else.
template<class Number>
constexpr std::optional<Number> number_in(std::string_view text)
{
    Number value{};
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

} // namespace foster
