// Finds the programs of foster: this one, the ones that it executes, and its successor.
// Users call svscan, supervise and svctl.  The other programs are helpers: an
// installation puts them into libexec, and a build beside the rest.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace foster {

// A path that takes no memory of a resident supervise.  Empty: unknown, or too long.
using program_path = std::array<char, 1024>;

// The file of this process' program, even if it was deleted or replaced.
constexpr const char* own_file = "/proc/self/exe";

// Returns the path of this process' file.  If the file has been replaced, this is the
// path of the new file.  Without /proc: the path with which it was executed.
program_path own_program() noexcept;

// Replaces the path of a program by the path of a helper, which is in the same directory
// or else in libexec.  Links in the same directory do not count: an installation leaves
// them for supervise processes of an older version.
// False: no file is there, and the path is the one in libexec.
bool find_helper(program_path& path, std::string_view name) noexcept;

// Replaces the path of a helper by the path of supervise, in the same way.
bool find_supervise(program_path& path) noexcept;

// Returns the path with which this process was executed, so that a link to another
// version is followed again.  If that was no whole path, returns own_program(); empty if
// that is unknown.
std::string installed_program();

} // namespace foster
