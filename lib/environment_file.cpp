#include "lib/environment_file.h"

#include <algorithm>
#include <optional>

namespace foster {

namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text)
{
    const auto from = text.find_first_not_of(blanks);
    if (from == text.npos) return {};
    return text.substr(from, text.find_last_not_of(blanks) - from + 1);
}

// Returns nullopt if a quote is not closed, or is followed by text.
std::optional<std::string> unquoted(std::string_view text)
{
    if (text.empty() || (text[0] != '"' && text[0] != '\'')) return std::string{text};
    const char quote = text[0];
    std::string value;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == quote)
            return i + 1 == text.size() ? std::optional{value} : std::nullopt;
        if (quote == '"' && text[i] == '\\' && i + 1 < text.size()) ++i;
        value += text[i];
    }
    return std::nullopt;
}

} // namespace

environment_reading read_environment(std::string_view text)
{
    environment_reading all;
    const auto refuse = [](std::size_t at, std::string_view what) {
        return environment_reading{.variables = {}, .line = at, .complaint = what};
    };
    for (std::size_t at = 1; !text.empty(); ++at) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line[0] == '#') continue;
        if (line.find('\0') != line.npos)
            return refuse(at, "a value must not contain NUL");
        const auto equals = line.find('=');
        const auto name = trimmed(line.substr(0, equals));
        if (equals == line.npos || !is_variable(name))
            return refuse(at,
                          "the line must be NAME=VALUE, or a comment that begins with #");
        auto value = unquoted(trimmed(line.substr(equals + 1)));
        if (!value)
            return refuse(at, "a quote must be closed, and nothing may follow it");
        all.variables.push_back({std::string{name}, std::move(*value)});
    }
    return all;
}

std::string directory_value(std::string_view bytes)
{
    bytes = bytes.substr(0, bytes.find('\n'));
    const auto last = bytes.find_last_not_of(" \t");
    std::string value{bytes.substr(0, last == bytes.npos ? 0 : last + 1)};
    std::replace(value.begin(), value.end(), '\0', '\n');
    return value;
}

bool holds_variable(std::string_view file)
{
    return !file.starts_with('.') && file.find('=') == file.npos;
}

bool is_variable(std::string_view name)
{
    const auto letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    return !name.empty() && letter(name[0]) && std::ranges::all_of(name, [&](char c) {
        return letter(c) || (c >= '0' && c <= '9');
    });
}

} // namespace foster
