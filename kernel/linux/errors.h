// The exceptions of start-up.  Later no code throws.
#pragma once

#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace foster {

// Exit codes of daemontools: 100 "permanent", 111 "temporary".
constexpr int exit_permanent = 100;
constexpr int exit_temporary = 111;

// An error that stays until an administrator fixes it.
struct permanent_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Exit codes of shells for a command that cannot be started.
constexpr int exit_not_executable = 126;
constexpr int exit_not_found = 127;

// The command of the service cannot be executed.
struct command_error : permanent_error {
    command_error(const std::string& what, int with) : permanent_error(what), code(with)
    {
    }
    int code;
};

// Throws "unable to VERB OBJECT: reason".
[[noreturn]] inline void throw_errno(const char* what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

// Returns the result of a call, or throws.
inline int need(int result, const char* what)
{
    if (result < 0) throw_errno(what);
    return result;
}

} // namespace foster
