#include "kernel/linux/ready_pipe.h"

#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <utility>

namespace foster {

namespace {

constexpr const char* name = "ready";

// Returns the FIFO, not open for reading or writing.  A FIFO with a second name or
// another owner is not ours.
fd found_in(const fd& directory)
{
    fd file{::openat(directory.number(), name, O_PATH | O_NOFOLLOW | O_CLOEXEC)};
    struct stat there {};
    if (!file || ::fstat(file.number(), &there) < 0 || !S_ISFIFO(there.st_mode) ||
        there.st_uid != ::geteuid() || there.st_nlink != 1)
        return {};
    return file;
}

// Opens the same pipe again.  Never waits with O_NONBLOCK or O_RDWR: fifo_open(),
// fs/pipe.c.
fd open_again(const fd& pipe, int flags)
{
    char path[32] = "/proc/self/fd/";
    constexpr auto length = sizeof "/proc/self/fd/" - 1;
    *std::to_chars(path + length, path + sizeof path - 1, pipe.number()).ptr = '\0';
    return fd{::open(path, flags | O_CLOEXEC)};
}

// Makes a pipe that ends with its last descriptor, since no later supervise finds it.
ready_pipe make_nameless()
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) < 0) return {};
    ready_pipe made{fd{ends[0]}, fd{ends[1]}};
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    if (fd both = open_again(made.of_service, O_RDWR)) made.of_service = std::move(both);
    return made;
}

} // namespace

ready_pipe make_ready_pipe(const fd& directory) noexcept
{
    // Removes the pipe of the launch before: text from its holders is not read any
    // more.
    ::unlinkat(directory.number(), name, 0);
    if (::mkfifoat(directory.number(), name, 0600) == 0)
        if (const fd pipe = found_in(directory)) {
            ready_pipe made{open_again(pipe, O_RDONLY | O_NONBLOCK),
                            open_again(pipe, O_RDWR)};
            if (made.reading && made.of_service) return made;
        }
    ::unlinkat(directory.number(), name, 0);
    return make_nameless();
}

fd reopen_ready_pipe(const fd& directory) noexcept
{
    const fd pipe = found_in(directory);
    return pipe ? open_again(pipe, O_RDONLY | O_NONBLOCK) : fd{};
}

} // namespace foster
