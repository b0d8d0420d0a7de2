#include "svctl/text/script_faults.h"

#include <algorithm>
#include <array>

namespace foster {

namespace {

constexpr std::string_view blanks = " \t";

std::string_view first_line(std::string_view text)
{
    return text.substr(0, text.find('\n'));
}

std::string_view trimmed(std::string_view line)
{
    const auto from = line.find_first_not_of(blanks);
    if (from == line.npos) return {};
    return line.substr(from, line.find_last_not_of(" \t\r") + 1 - from);
}

bool is_shell(std::string_view interpreter)
{
    constexpr std::array shells{"sh", "dash", "bash", "ash", "ksh", "mksh", "zsh"};
    const auto name = interpreter.substr(interpreter.rfind('/') + 1);
    return std::ranges::count(shells, name) > 0;
}

} // namespace

std::string interpreter_of(std::string_view text)
{
    if (!text.starts_with("#!")) return {};
    auto line = trimmed(first_line(text).substr(2));
    return std::string{line.substr(0, line.find_first_of(blanks))};
}

std::vector<fault> faults_of_script(std::string_view text, const std::string& path)
{
    if (text.starts_with("\177ELF")) return {};
    if (text.empty()) return {{0, "the file is empty: begin it with #!/bin/sh"}};
    if (text.starts_with("\xef\xbb\xbf"))
        return {{1, "a byte order mark precedes #!: remove the mark"}};
    if (!text.starts_with("#!"))
        return {
            {1, "its first line names no interpreter: begin the file with #!/bin/sh"}};
    const auto line = first_line(text);
    if (line.ends_with('\r'))
        return {{1, "its lines end in CR LF, so no interpreter is found: sed -i "
                    "'s/\\r$//' " +
                        path}};
    const auto interpreter = interpreter_of(text);
    if (interpreter.empty())
        return {{1, "no interpreter follows #!: begin the file with #!/bin/sh"}};
    if (interpreter[0] != '/')
        return {{1, "the interpreter " + interpreter +
                        " has a relative path: give its absolute path"}};
    return {};
}

std::size_t line_left_behind(std::string_view text)
{
    if (!is_shell(interpreter_of(text))) return 0;
    std::size_t number = 0;
    std::size_t last = 0;
    std::string_view command;
    while (!text.empty()) {
        const auto line = trimmed(first_line(text));
        text.remove_prefix(std::min(first_line(text).size() + 1, text.size()));
        ++number;
        if (line.empty() || line[0] == '#') continue;
        command = line;
        last = number;
    }
    return command.ends_with('&') && !command.ends_with("&&") ? last : 0;
}

} // namespace foster
