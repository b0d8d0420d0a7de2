#include "svscan/renew.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <new>
#include <string>

#include "kernel/linux/files.h"
#include "kernel/linux/installed.h"
#include "lib/fields.h"

namespace foster {

namespace {

// FOSTER_KEPT=FORM:PID:FD: who is that process reads it there.
constexpr const char* kept_variable = "FOSTER_KEPT";
constexpr int form = 1;

std::string kept_at(int number)
{
    return std::to_string(form) + ':' + std::to_string(::getpid()) + ':' +
           std::to_string(number);
}

// A file that outlives an exec, to be read from its beginning; errno of a refusal.
fd file_of(const std::string& text) noexcept
{
    fd file{::memfd_create("kept", 0)};
    if (!file) return file;
    const auto wrote = ::write(file.number(), text.data(), text.size());
    if (wrote == static_cast<ssize_t>(text.size()) &&
        ::lseek(file.number(), 0, SEEK_SET) == 0)
        return file;
    if (wrote >= 0) errno = ENOMEM;
    return {};
}

} // namespace

int go_on_as_installed(const origin& from, std::span<const kept> all) noexcept
try {
    const auto path = installed_program();
    const fd file = file_of(to_text(all));
    if (!file) return errno;
    const fd here{::open(".", O_PATH | O_DIRECTORY | O_CLOEXEC)};
    rlimit files{};
    const auto at = kept_at(file.number());
    if (!here || ::getrlimit(RLIMIT_NOFILE, &files) < 0 ||
        ::fchdir(from.directory.number()) < 0)
        return errno;
    ::setrlimit(RLIMIT_NOFILE, &from.files);
    if (::setenv(kept_variable, at.c_str(), 1) == 0)
        ::execve(path.c_str(), from.argv, environ);
    const int error = errno;
    ::setrlimit(RLIMIT_NOFILE, &files);
    ::unsetenv(kept_variable);
    return ::fchdir(here.number()) < 0 ? errno : error;
} catch (const std::bad_alloc&) {
    return ENOMEM;
}

std::vector<kept> handed_on()
{
    const char* const value = std::getenv(kept_variable);
    if (!value) return {};
    fields f{value};
    const bool ours = f.number<int>() == form && f.process().number == ::getpid();
    fd file;
    if (const int number = f.number<int>(); ours && f.right()) file = fd{number};
    ::unsetenv(kept_variable);
    return file ? kept_in(read_whole(file).text) : std::vector<kept>{};
}

} // namespace foster
