// supervise-attend NAME SCRIPT: runs a script of the service NAME and exits with its
// exit code, even if the script leaves processes behind.  These stay below the script
// keeper, which ends with the last of them.  supervise starts this program for
// control/LETTER.  It knows the script keeper by its session, which this process leads
// (lib/script_processes.h).
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string>

#include "kernel/linux/errors.h"
#include "kernel/linux/exec_fault.h"
#include "kernel/linux/print_complaint.h"

namespace {

using namespace foster;

// Starts the script as a run process: with no signal blocked or ignored.
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

// Reports how the script ended, and stays while a process that it left is alive.
[[noreturn]] void keep(int to, const complainer& complain, char* script)
{
    ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    const pid_t first = ::fork();
    if (first == 0) become_script(complain, script);
    if (first < 0) complain.warning(std::string{"unable to start "} + script, errno);
    for (;;) {
        int status = 0;
        const pid_t dead = ::waitpid(-1, &status, __WALL);
        if (dead < 0 && errno == ECHILD) ::_exit(0); // no process is left
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
    // A signal to our process group is meant for the script.
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
