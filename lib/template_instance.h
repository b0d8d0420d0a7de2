// Names of instances, the services NAME@ARGUMENT that share the files of a template
// NAME@, and of groups of services.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace foster {

// Returns the argument of NAME@ARGUMENT or NAME@ARGUMENT/log; empty if the name is no
// instance.
constexpr std::string_view instance_of(std::string_view name)
{
    const auto at = name.find('@');
    if (at == name.npos) return {};
    const auto argument = name.substr(at + 1);
    return argument.substr(0, argument.find('/'));
}

// Returns whether the text can name a group of services (`groups` of service.toml,
// written as +NAME).
constexpr bool is_group_name(std::string_view name)
{
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyz"
                                       "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
    return !name.empty() && name.find_first_not_of(plain) == name.npos;
}

// Returns whether a directory of that name is a template of instances, and no service.
constexpr bool is_template(std::string_view name)
{
    return !name.empty() && name.find('@') + 1 == name.size();
}

// Returns the text with %i replaced by the argument, and %% by %; nullopt if another %
// occurs.
inline std::optional<std::string> expanded(std::string_view text,
                                           std::string_view argument)
{
    std::string whole;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            whole += text[i];
            continue;
        }
        const char what = ++i < text.size() ? text[i] : '\0';
        if (what == 'i')
            whole += argument;
        else if (what == '%')
            whole += '%';
        else
            return std::nullopt;
    }
    return whole;
}

} // namespace foster
