#include "kernel/linux/safe_open.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <charconv>

namespace foster {

namespace {

constexpr int always = O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

fd open_there(int at, const char* path, int flags) noexcept
{
    return fd{::openat(at, path, flags | always)};
}

// Opens the file of `seen` (O_PATH) for reading.
fd open_seen(const fd& seen) noexcept
{
    char path[32];
    auto* to = std::copy_n("/proc/self/fd/", 14, path);
    *std::to_chars(to, path + sizeof path - 1, seen.number()).ptr = '\0';
    return open_there(AT_FDCWD, path, O_RDONLY);
}

bool no_proc() noexcept
{
    return ::access("/proc/self/fd", F_OK) < 0;
}

} // namespace

regular_file open_regular(const char* path, int flags, int at) noexcept
{
    const fd seen{::openat(at, path, flags | O_PATH | O_CLOEXEC)};
    struct stat there {};
    if (!seen || ::fstat(seen.number(), &there) < 0) return {.error = errno};
    if (S_ISLNK(there.st_mode)) return {.error = ELOOP};
    if (!S_ISREG(there.st_mode)) return {.error = not_regular};
    regular_file found{.file = open_seen(seen),
                       .owner = there.st_uid,
                       .size = static_cast<std::int64_t>(there.st_size)};
    if (found.file) return found;
    found.error = errno;
    if (!no_proc()) return found;
    // Without /proc the name is opened again, and may be another file by now.
    found.file = open_there(at, path, flags | O_RDONLY);
    struct stat now {};
    if (!found.file || ::fstat(found.file.number(), &now) < 0)
        found.error = errno;
    else if (now.st_dev != there.st_dev || now.st_ino != there.st_ino)
        found = {.error = not_regular};
    else
        found.error = 0;
    return found;
}

fd open_kind(int at, const char* name, int flags, mode_t kind) noexcept
{
    fd file = open_there(at, name, flags | O_NOFOLLOW);
    struct stat there {};
    if (!file || ::fstat(file.number(), &there) < 0) return {};
    if ((there.st_mode & S_IFMT) == kind) return file;
    errno = EINVAL;
    return {};
}

} // namespace foster
