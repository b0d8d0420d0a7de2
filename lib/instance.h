// Instances: services NAME@ARGUMENT that share what is in a template NAME@; and what
// groups of services are called.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace foster {

// The argument of a service of that name, NAME@ARGUMENT or NAME@ARGUMENT/log; empty: it
// is no instance.
constexpr std::string_view instance_of(std::string_view name)
{
    const auto at = name.find('@');
    if (at == name.npos) return {};
    const auto argument = name.substr(at + 1);
    return argument.substr(0, argument.find('/'));
}

// Whether it can name a group of services (`groups` of service.toml), as +NAME does.
constexpr bool is_group_name(std::string_view name)
{
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyz"
                                       "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
    return !name.empty() && name.find_first_not_of(plain) == name.npos;
}

// Whether a directory of that name is no service, but what its instances share.
constexpr bool is_template(std::string_view name)
{
    return !name.empty() && name.find('@') + 1 == name.size();
}

// The text with %i replaced by the argument, and %% by %.  Nothing: another % is in it.
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
