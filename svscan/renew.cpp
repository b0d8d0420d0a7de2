#include "svscan/renew.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <new>

#include "kernel/linux/installed.h"

namespace foster {

int go_on_as_installed(const origin& from) noexcept
try {
    const auto path = installed_program();
    const fd here{::open(".", O_PATH | O_DIRECTORY | O_CLOEXEC)};
    rlimit files{};
    if (!here || ::getrlimit(RLIMIT_NOFILE, &files) < 0 ||
        ::fchdir(from.directory.number()) < 0)
        return errno;
    ::setrlimit(RLIMIT_NOFILE, &from.files);
    ::execve(path.c_str(), from.argv, environ);
    const int error = errno;
    ::setrlimit(RLIMIT_NOFILE, &files);
    return ::fchdir(here.number()) < 0 ? errno : error;
} catch (const std::bad_alloc&) {
    return ENOMEM;
}

} // namespace foster
