#include "svctl/peers/directory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "kernel/linux/errors.h"
#include "kernel/linux/safe_open.h"
#include "svctl/terminal/print.h"

namespace foster {

start_directory::start_directory()
    : here_(need(::open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC),
                 "unable to open current directory"))
{
}

void start_directory::back() const
{
    need(::fchdir(here_.number()), "unable to set directory");
}

int enter(const std::string& path) noexcept
{
    return ::chdir(path.c_str()) == 0 ? 0 : errno;
}

int ask_ok() noexcept
{
    return open_kind(AT_FDCWD, "supervise/ok", O_WRONLY, S_IFIFO) ? 0 : errno;
}

int write_control(std::string_view letters) noexcept
{
    const fd control = open_kind(AT_FDCWD, "supervise/control", O_WRONLY, S_IFIFO);
    if (!control) return errno;
    const auto put = ::write(control.number(), letters.data(), letters.size());
    if (put == static_cast<ssize_t>(letters.size())) return 0;
    return put < 0 ? errno : EAGAIN;
}

status_bytes read_status_file()
{
    const fd file = open_kind(AT_FDCWD, "supervise/status", O_RDONLY, S_IFREG);
    if (!file) return {.error = errno};
    char bytes[40];
    const auto got = ::read(file.number(), bytes, sizeof bytes);
    if (got < 0) return {.error = errno};
    return {.bytes = {bytes, static_cast<std::size_t>(got)}};
}

int normally_up() noexcept
{
    struct stat there {};
    if (::stat("down", &there) == 0) return 0;
    return errno == ENOENT ? 1 : -1;
}

int make_file(const std::string& path) noexcept
{
    constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    return fd{::open(path.c_str(), flags, 0666)} ? 0 : errno;
}

void say(const std::string& text)
{
    if (std::fputs(for_reader(STDOUT_FILENO, text).c_str(), stdout) < 0 ||
        std::fflush(stdout) != 0)
        throw_errno("unable to write to standard output");
}

void say_error(const std::string& text)
{
    std::fputs(for_reader(STDERR_FILENO, text).c_str(), stderr);
}

} // namespace foster
