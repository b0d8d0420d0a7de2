#include "svscan/upgrade.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <new>
#include <optional>
#include <string>

#include "kernel/linux/files.h"
#include "kernel/linux/program_paths.h"
#include "lib/colon_fields.h"

namespace foster {

namespace {

// FOSTER_KEPT=FORM:PID:FD: process PID reads the list from descriptor FD.
constexpr const char* kept_variable = "FOSTER_KEPT";
constexpr int form = 1;

// FOSTER_BACK=PID:FD:FD:TRIES: the previous program, the directory where it was
// started, and the number of tries by either program.
constexpr const char* back_variable = "FOSTER_BACK";

std::string kept_at(int number)
{
    return std::to_string(form) + ':' + std::to_string(::getpid()) + ':' +
           std::to_string(number);
}

std::string back_at(const second_try::way& w)
{
    std::string text = std::to_string(::getpid());
    for (const int number : {w.program, w.directory, w.tries})
        text += ':' + std::to_string(number);
    return text;
}

// Returns the descriptor to which the previous program wrote its list; nullopt if there
// was no such program.
std::optional<int> kept_number() noexcept
{
    const char* const value = std::getenv(kept_variable);
    fields f{value ? value : ""};
    const bool ours = f.number<int>() == form && f.process().number == ::getpid();
    const int number = f.number<int>();
    return ours && f.right() ? std::optional{number} : std::nullopt;
}

second_try::way way_back() noexcept
{
    const char* const value = std::getenv(back_variable);
    fields f{value ? value : ""};
    const bool ours = f.process().number == ::getpid();
    second_try::way w;
    for (int* const number : {&w.program, &w.directory, &w.tries})
        *number = f.number<int>();
    return ours && f.right() ? w : second_try::way{};
}

// Returns a file that survives an exec and is read from its beginning.  Sets errno if
// that fails.
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
    // These three descriptors survive the exec.
    const fd self{::open(own_file, O_PATH)};
    const fd start{::openat(from.directory.number(), ".", O_PATH | O_DIRECTORY)};
    const fd file = file_of(to_text(all));
    if (!self || !start || !file) return errno;
    const fd here{::open(".", O_PATH | O_DIRECTORY | O_CLOEXEC)};
    rlimit files{};
    const auto at = kept_at(file.number());
    const auto back = back_at({self.number(), start.number(), 0});
    if (!here || ::getrlimit(RLIMIT_NOFILE, &files) < 0 || ::fchdir(start.number()) < 0)
        return errno;
    ::setrlimit(RLIMIT_NOFILE, &from.files);
    if (::setenv(kept_variable, at.c_str(), 1) == 0 &&
        ::setenv(back_variable, back.c_str(), 1) == 0)
        ::execve(path.c_str(), from.argv, environ);
    const int error = errno;
    ::setrlimit(RLIMIT_NOFILE, &files);
    ::unsetenv(kept_variable);
    ::unsetenv(back_variable);
    return ::fchdir(here.number()) < 0 ? errno : error;
} catch (const std::bad_alloc&) {
    return ENOMEM;
}

std::vector<kept> handed_on()
{
    fd file;
    if (const auto number = kept_number()) file = fd{*number};
    auto all = file ? kept_in(read_whole(file).text) : std::vector<kept>{};
    const auto back = way_back();
    for (const int number : {back.program, back.directory})
        if (number > STDERR_FILENO) ::close(number);
    ::unsetenv(kept_variable);
    ::unsetenv(back_variable);
    return all;
}

second_try::second_try() noexcept : possible_(kept_number().has_value()), way_(way_back())
{
}

bool second_try::is_news() const noexcept
{
    return (way_.tries & (way_.tries - 1)) == 0;
}

void second_try::go(char* const* argv) const noexcept
try {
    auto next = way_;
    ++next.tries;
    ::setenv(back_variable, back_at(next).c_str(), 1);
    for (const int number : {kept_number().value_or(-1), next.program, next.directory})
        if (number > STDERR_FILENO) ::fcntl(number, F_SETFD, 0); // survives the exec
    ::sleep(1);
    if (way_.directory > STDERR_FILENO && ::fchdir(way_.directory) < 0) return;
    if (way_.program > STDERR_FILENO)
        ::syscall(SYS_execveat, way_.program, "", argv, environ, AT_EMPTY_PATH);
    ::execve(installed_program().c_str(), argv, environ);
} catch (const std::bad_alloc&) { // the caller ends svscan
}

} // namespace foster
