// Scenes of the signal itself.
#include "kernel/adoptsig/audience.h"
#include "kernel/adoptsig/cast.h"
#include "kernel/adoptsig/scenes.h"

#include <cassert>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace foster::adoptsig {

namespace {

void wait_for(pid_t pid)
{
    waitpid(pid, nullptr, 0);
}

void ask_for_what_is_not()
{
    say("at first: %d", asked_for());
    say("SIGUSR1: %s", strerror(ask_for(SIGUSR1)));
    say("65: %s", strerror(ask_for(65)));
    say("-1: %s", strerror(ask_for(-1)));
    say("a third argument: %s",
        prctl(pr_set_adoptsig, adopt_signal(), 1, 0, 0) == 0 ? "taken" : strerror(errno));
    say("then: %d", asked_for());
}

void inherit()
{
    attend();
    say("asked for: %s", asked_for() == adopt_signal() ? "yes" : "no");
    wait_for(play("child", [] { say("a child's: %d", asked_for()); }));
    wait_for(play("image", [] {
        ask_for(adopt_signal());
        execl("/trial", "trial", "tell", "after exec", nullptr);
    }));
    wait_for(play("privileged", [] {
        ask_for(adopt_signal());
        [[maybe_unused]] const int changed = setresuid(1000, 1000, 1000);
        assert(changed == 0);
        execl("/trial-setuid", "trial", "tell", "after a privileged exec", nullptr);
    }));
}

notice by_handler;
void handle(int, siginfo_t* info, void*)
{
    by_handler = {info->si_code, info->si_pid, info->si_status, info->si_errno,
                  info->si_uid};
}

pid_t fork_twice(uid_t user)
{
    const pid_t process = play("process", [user] {
        play("child", [user] {
            [[maybe_unused]] const int changed = setresuid(user, user, user);
            counted.cue();
            linger();
        });
        wait_until([] { return counted.cues() == 1; });
    });
    siginfo_t dead{};
    waitid(P_PID, static_cast<id_t>(process), &dead, WEXITED | WNOWAIT);
    return process;
}

void read_by_sigwaitinfo()
{
    attend();
    fork_twice(1000);
    const auto heard = take_notice();
    assert(heard);
    tell("sigtimedwait", *heard);
    say("uid %u", heard->uid);
}

void read_by_signalfd()
{
    attend();
    fork_twice(1000);
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, adopt_signal());
    signalfd_siginfo info{};
    [[maybe_unused]] const ssize_t size =
        read(signalfd(-1, &one, SFD_CLOEXEC), &info, sizeof info);
    tell("signalfd", {info.ssi_code, static_cast<pid_t>(info.ssi_pid), info.ssi_status,
                      info.ssi_errno, info.ssi_uid});
    say("uid %u", info.ssi_uid);
}

void read_by_a_handler()
{
    attend();
    struct sigaction action = {};
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO;
    sigaction(adopt_signal(), &action, nullptr);
    fork_twice(1000);
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, adopt_signal());
    sigprocmask(SIG_UNBLOCK, &one, nullptr);
    tell("handler", by_handler);
    say("uid %u", by_handler.uid);
}

void read_in_32_bits()
{
    execl("/trial32", "trial32", nullptr);
    say("unable to execute /trial32: %s", strerror(errno));
}

// There is room for two notices, then ten adoptions.  A pending signal without a notice
// may have merged into the notices, so only the count is certain.
void lose()
{
    const rlimit two{2, 2};
    attend();
    setrlimit(RLIMIT_SIGPENDING, &two);
    wait_for(play("process", [] {
        for (int i = 0; i < 10; i++) play("child", linger);
    }));
    unsigned whole = 0;
    while (const auto heard = take_notice())
        if (heard->code == si_adopted) whole++;
    say("some are lost: %s", lost() > 0 ? "yes" : "no");
    say("notices and losses: %u", whole + lost());
    ask_for(adopt_signal());
    say("asked for again: %u lost", lost());
}

void lose_all()
{
    const rlimit none{0, 0};
    attend();
    setrlimit(RLIMIT_SIGPENDING, &none);
    wait_for(play("process", [] {
        play("first", linger);
        play("second", linger);
    }));
    const auto mark = take_notice();
    say("the signal is pending without a notice: %s",
        mark && mark->code != si_adopted && mark->adopted == 0 ? "yes" : "no");
    say("lost: %u", lost());
    tell_silence("and then");
}

void forge()
{
    attend();
    wait_for(play("forger", [] {
        siginfo_t info{};
        info.si_code = si_adopted;
        info.si_pid = getpid();
        const long forged =
            syscall(SYS_rt_sigqueueinfo, getppid(), adopt_signal(), &info);
        say("rt_sigqueueinfo: %s", forged == 0 ? "sent" : strerror(errno));
        kill(getppid(), adopt_signal());
        sigqueue(getppid(), adopt_signal(), sigval{});
    }));
    while (const auto heard = take_notice()) tell("heard", *heard);
}

void ask_for_none()
{
    attend();
    ask_for(0);
    play("process", [] { play("child", linger); });
    follow(1, 0);
    tell_silence("not asked for");
}

} // namespace

const std::vector<scene>& scenes_of_signals()
{
    static const std::vector<scene> scenes{
        {"what is no real-time signal is refused", ask_for_what_is_not},
        {"a child has it not, a new image has it, a privileged one has not", inherit},
        {"read by sigtimedwait()", read_by_sigwaitinfo},
        {"read by signalfd()", read_by_signalfd},
        {"read by a handler", read_by_a_handler},
        {"read by a 32-bit program", read_in_32_bits},
        {"ten notices where there is room for two", lose},
        {"two notices where there is no room", lose_all},
        {"a notice cannot be forged", forge},
        {"nobody who does not ask is told", ask_for_none},
    };
    return scenes;
}

} // namespace foster::adoptsig
