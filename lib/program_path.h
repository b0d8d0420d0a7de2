// Paths from one program of foster to another, as text.  No file is looked at.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace foster {

// Replaces the path of a file, which a NUL ends, by the path of another file.  `to` names
// that file as seen from the directory of the first, as
// `../libexec/foster/supervise-plan`. `to` may also be a whole path, or end in a slash.
// Only a leading `..` is resolved, so no part of the first path may be `.`, `..` or a
// link.  Does not allocate. Returns the new length; 0, and an empty path, if there is no
// room.
std::size_t go_from(std::span<char> path, std::string_view to) noexcept;

// Whether this word of a command line is the program that applies settings at each start.
constexpr bool is_supervise_exec(std::string_view program) noexcept
{
    constexpr std::string_view name = "supervise-exec";
    return program.substr(program.rfind('/') + 1) == name;
}

// Removes the mark that /proc adds to the path of a program whose file was deleted, as by
// an upgrade.
constexpr std::string_view without_deletion(std::string_view program) noexcept
{
    constexpr std::string_view gone = " (deleted)";
    return program.substr(0,
                          program.size() - (program.ends_with(gone) ? gone.size() : 0));
}

} // namespace foster
