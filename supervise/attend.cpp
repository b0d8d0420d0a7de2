// supervise-attend NAME SCRIPT: runs a script of the service NAME and exits with what it
// exits, though the script may leave processes behind: those stay below a keeper, which
// ends with the last of them.  What supervise starts for control/LETTER; it knows the
// keeper by its session, which begins with us (lib/custody.h, attendants).
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string>

#include "kernel/linux/complain.h"
#include "kernel/linux/errors.h"
#include "kernel/linux/executable.h"

namespace {

using namespace foster;

// The script begins as a run process does: nothing blocked, nothing ignored.
[[noreturn]] void become_script(const complainer& complain, char* script)
{
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    char* const argv[] = {script, nullptr};
    ::execve(script, argv, environ);
    complain_of_start(complain, script, errno);
    ::_exit(exit_temporary);
}

// Tells how the script has ended, and stays while anybody whom it left is alive.
[[noreturn]] void keep(int to, const complainer& complain, char* script)
{
    ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    const pid_t first = ::fork();
    if (first == 0) become_script(complain, script);
    if (first < 0) complain.warning(std::string{"unable to start "} + script, errno);
    for (;;) {
        int status = 0;
        const pid_t dead = ::waitpid(-1, &status, __WALL);
        if (dead < 0 && errno == ECHILD) ::_exit(0); // nobody is left
        if (dead == first && ::write(to, &status, sizeof status) == sizeof status)
            ::close(to);
    }
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3) {
        complainer{"supervise", ""}.fatal("usage: supervise-attend NAME SCRIPT");
        return exit_permanent;
    }
    const complainer complain{"supervise", argv[1]};
    // Whoever signals our process group means the script.
    sigset_t all;
    sigfillset(&all);
    ::sigprocmask(SIG_SETMASK, &all, nullptr);
    int ends[2];
    const pid_t keeper = ::pipe2(ends, O_CLOEXEC) < 0 ? -1 : ::fork();
    if (keeper == 0) keep(ends[1], complain, argv[2]);
    if (keeper < 0) {
        complain.warning(std::string{"unable to start "} + argv[2], errno);
        return exit_temporary;
    }
    ::close(ends[1]);
    int status = 0;
    if (::read(ends[0], &status, sizeof status) != sizeof status) return exit_temporary;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
