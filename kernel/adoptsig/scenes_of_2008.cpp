// The scenarios with which Scott James Remnant explained his patch.
#include "kernel/adoptsig/audience.h"
#include "kernel/adoptsig/cast.h"
#include "kernel/adoptsig/scenes.h"

#include <cassert>
#include <csignal>

#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

namespace foster::adoptsig {

namespace {

void fork_once()
{
    attend();
    play("process", [] { play("child", linger); });
    follow(1, 1);
}

void daemonise()
{
    attend();
    play("process", [] {
        play("intermediate", [] {
            setsid();
            wait_until([] { return counted.deaths() == 1; });
            play("child", linger);
        });
    });
    follow(2, 2);
}

// A signalfd with both signals returns SIGCHLD first, though it came last.  The notice
// comes next.
void hear_in_the_wrong_order()
{
    attend();
    const pid_t process = play("process", [] { play("child", linger); });
    siginfo_t dead{};
    waitid(P_PID, static_cast<id_t>(process), &dead, WEXITED | WNOWAIT);
    sigset_t both;
    sigemptyset(&both);
    sigaddset(&both, SIGCHLD);
    sigaddset(&both, adopt_signal());
    const int fd = signalfd(-1, &both, SFD_NONBLOCK | SFD_CLOEXEC);
    signalfd_siginfo info{};
    while (read(fd, &info, sizeof info) == sizeof info)
        if (info.ssi_signo == SIGCHLD)
            say("signalfd: SIGCHLD of %s", name_of(static_cast<pid_t>(info.ssi_pid)));
        else
            tell("signalfd", {info.ssi_code, static_cast<pid_t>(info.ssi_pid),
                              info.ssi_status, info.ssi_errno, info.ssi_uid});
}

void exit_in_the_wrong_order()
{
    attend();
    play("process", [] {
        const pid_t intermediate = play("intermediate", [] {
            setsid();
            play("child", linger);
        });
        siginfo_t dead{};
        waitid(P_PID, static_cast<id_t>(intermediate), &dead, WEXITED | WNOWAIT);
        wait_until([] { return counted.notices() == 1; });
    });
    follow(2, 2);
}

} // namespace

const std::vector<scene>& scenes_of_2008()
{
    static const std::vector<scene> scenes{
        {"process spawns child; process exits", fork_once},
        {"process spawns intermediate; it exits; intermediate spawns child and exits",
         daemonise},
        {"both signals are pending, and SIGCHLD is received first",
         hear_in_the_wrong_order},
        {"intermediate exits first, stays a zombie; then process exits",
         exit_in_the_wrong_order},
    };
    return scenes;
}

} // namespace foster::adoptsig
