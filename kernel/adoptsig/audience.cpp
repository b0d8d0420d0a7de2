// Asks for notices, reads them and prints them.
#include "kernel/adoptsig/audience.h"

#include "kernel/adoptsig/cast.h"

#include <cassert>
#include <cerrno>
#include <csignal>
#include <ctime>

#include <sys/prctl.h>
#include <sys/wait.h>

namespace foster::adoptsig {

namespace {

sigset_t ours()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigaddset(&set, adopt_signal());
    return set;
}

notice read_from(const siginfo_t& info)
{
    return {info.si_code, info.si_pid, info.si_status, info.si_errno, info.si_uid};
}

void hear(const notice& heard)
{
    tell("notice", heard);
    counted.notice();
}

// Prints a death after its notices, and only then reaps the process.
bool reap()
{
    siginfo_t dead{};
    if (waitid(P_ALL, 0, &dead, WEXITED | WNOHANG | WNOWAIT) != 0 || dead.si_pid == 0)
        return false;
    while (const auto heard = take_notice()) hear(*heard);
    waitid(P_PID, static_cast<id_t>(dead.si_pid), &dead, WEXITED);
    say("death: %s", name_of(dead.si_pid));
    counted.death();
    return true;
}

} // namespace

int adopt_signal()
{
    return SIGRTMIN + 1;
}

int ask_for(int signal)
{
    return prctl(pr_set_adoptsig, signal, 0, 0, 0) == 0 ? 0 : errno;
}

int asked_for()
{
    int signal = 0;
    return prctl(pr_get_adoptsig, &signal, nullptr, 0, 0) == 0 ? signal : -errno;
}

unsigned lost()
{
    int signal = 0;
    unsigned count = 0;
    [[maybe_unused]] const int result = prctl(pr_get_adoptsig, &signal, &count, 0, 0);
    assert(result == 0);
    return count;
}

void attend()
{
    const sigset_t set = ours();
    sigprocmask(SIG_BLOCK, &set, nullptr);
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    [[maybe_unused]] const int error = ask_for(adopt_signal());
    assert(error == 0);
}

std::optional<notice> take_notice()
{
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, adopt_signal());
    const timespec at_once{};
    siginfo_t info{};
    if (sigtimedwait(&one, &info, &at_once) < 0) return std::nullopt;
    return read_from(info);
}

void tell(const char* how, const notice& heard)
{
    if (heard.code != si_adopted)
        say("%s: si_code is %d", how, heard.code);
    else if (heard.branch == heard.parent)
        say("%s: %s, left by %s", how, name_of(heard.adopted), name_of(heard.parent));
    else
        say("%s: %s, left by %s, of %s", how, name_of(heard.adopted),
            name_of(heard.parent), name_of(heard.branch));
}

void follow(int deaths, int notices)
{
    while (counted.deaths() < deaths || counted.notices() < notices) {
        if (reap()) continue;
        const sigset_t set = ours();
        siginfo_t info{};
        if (sigwaitinfo(&set, &info) == adopt_signal()) hear(read_from(info));
    }
}

void tell_silence(const char* when)
{
    if (const auto heard = take_notice())
        tell(when, *heard);
    else
        say("%s: no notice", when);
}

} // namespace foster::adoptsig
