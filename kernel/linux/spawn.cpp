#include "kernel/linux/spawn.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace foster {

namespace {

// dup2() clears close-on-exec, except if both are the same descriptor.
bool place(int from, int to)
{
    if (from == to && from >= 0) return ::fcntl(from, F_SETFD, 0) == 0;
    return from < 0 || ::dup2(from, to) >= 0;
}

// Runs in the child.  It borrows our memory until exec: system calls only.
[[noreturn]] void become(const launch& what, volatile int& error)
{
    // First of all: if our parent is killed now, only this record names the child.
    if (what.record.file >= 0) {
        put_pid(*what.record.text, ::getpid());
        // The program starts even if the disk is full.
        [[maybe_unused]] const auto put = ::pwrite(
            what.record.file, what.record.text->data(), record_size, what.record.at);
    }
    // Ignored signals (nohup: HUP) must not reach the service.  The system refuses 9,
    // 19 and those that libc uses itself; these cannot be ignored.
    struct sigaction as_born {};
    as_born.sa_handler = SIG_DFL;
    for (int s = 1; what.ignores && s < NSIG; ++s) ::sigaction(s, &as_born, nullptr);
    sigset_t none;
    sigemptyset(&none);
    if (!what.hears_later) ::sigprocmask(SIG_SETMASK, &none, nullptr);
    if (what.files) ::setrlimit(RLIMIT_NOFILE, what.files);
    if ((!what.own_session || ::setsid() >= 0) && place(what.in, STDIN_FILENO) &&
        place(what.out, STDOUT_FILENO) && place(what.err, STDERR_FILENO) &&
        place(what.further, launch::further_is) && place(what.ready, what.ready_as))
        ::execve(what.file, what.argv, environ);
    error = errno;
    ::_exit(111);
}

} // namespace

// Never inlined: in a caller's loop the compiler may let parent and child share a
// register that the child has changed.
[[gnu::noinline]] spawn_result spawn(const launch& what) noexcept
{
    volatile int error = 0;
    const pid_t child = ::vfork(); // NOLINT(clang-analyzer-security.insecureAPI.vfork)
    if (child == 0)
        become(what, error); // NOLINT(clang-analyzer-unix.Vfork): never returns
    if (child < 0) return {.error = errno};
    if (error == 0) return {.who = {child}};
    // The child is past exec and ends: the wait is as short as an exit.
    while (::waitpid(child, nullptr, __WALL) < 0 && errno == EINTR) {
    }
    return {.error = error};
}

} // namespace foster
