#include "kernel/linux/program_paths.h"

#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

#include <climits>
#include <cstdlib>

#include "lib/program_path.h"

namespace foster {

namespace {

const char* executed_path() noexcept
{
    return reinterpret_cast<const char*>(::getauxval(AT_EXECFN));
}

// Never inlined: the stack of a resident supervise has no room for it.
[[gnu::noinline]] void without_proc(program_path& path) noexcept
{
    char whole[PATH_MAX];
    const auto* const executed = executed_path();
    if (executed && ::realpath(executed, whole)) go_from(path, whole);
}

bool is_regular(const program_path& path) noexcept
{
    struct stat there {};
    return ::lstat(path.data(), &there) == 0 && S_ISREG(there.st_mode);
}

bool find(program_path& path, std::string_view name, std::string_view otherwise) noexcept
{
    if (!path[0] || !go_from(path, name)) return false;
    if (is_regular(path)) return true;
    return go_from(path, otherwise) && go_from(path, name) &&
           ::access(path.data(), F_OK) == 0;
}

} // namespace

program_path own_program() noexcept
{
    program_path path;
    const auto got = ::readlink(own_file, path.data(), path.size());
    const auto length = static_cast<std::size_t>(got > 0 ? got : 0);
    path[length < path.size() ? length : 0] = '\0';
    if (got <= 0) without_proc(path);
    path[without_deletion(path.data()).size()] = '\0';
    return path;
}

bool find_helper(program_path& path, std::string_view name) noexcept
{
    return find(path, name, FOSTER_LIBEXEC "/");
}

bool find_supervise(program_path& path) noexcept
{
    return find(path, "supervise", FOSTER_SBIN "/");
}

std::string installed_program()
{
    const auto* const executed = executed_path();
    // A program executed by descriptor (execveat) went back to an earlier version, and
    // that descriptor is closed.
    if (executed && *executed == '/' &&
        !std::string_view{executed}.starts_with("/dev/fd/"))
        return executed;
    return own_program().data();
}

} // namespace foster
