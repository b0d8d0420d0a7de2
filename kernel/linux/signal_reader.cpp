#include "kernel/linux/signal_reader.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include "kernel/linux/errors.h"

namespace foster {

namespace {

// Returns whether our parent ignored it: nohup, or a shell with `&`.  A blocked signal
// would come to a signalfd even so.
bool ignored(int signal)
{
    struct sigaction now {};
    return ::sigaction(signal, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
}

} // namespace

signals::signals(std::initializer_list<int> heard)
{
    // Without this flag a child that stops or continues would wake us.
    struct sigaction deaths_only {};
    deaths_only.sa_handler = SIG_DFL;
    deaths_only.sa_flags = SA_NOCLDSTOP;
    need(::sigaction(SIGCHLD, &deaths_only, nullptr), "unable to set up SIGCHLD");
    sigset_t chosen;
    sigfillset(&chosen);
    need(::sigprocmask(SIG_SETMASK, &chosen, nullptr), "unable to block signals");
    sigemptyset(&chosen);
    for (const int s : heard)
        if (s == SIGCHLD || !ignored(s))
            sigaddset(&chosen, s);
        else
            unheard_.add(s);
    file_ = fd{need(::signalfd(-1, &chosen, SFD_CLOEXEC | SFD_NONBLOCK),
                    "unable to create a signalfd")};
    // A blocked signal waits, ignored or not: this changes nothing for us.
    struct sigaction as_born {};
    as_born.sa_handler = SIG_DFL;
    for (int s = 1; s < NSIG; ++s)
        if (s != SIGCHLD && ignored(s)) ::sigaction(s, &as_born, nullptr);
}

signals::~signals()
{
    hand_on(true);
}

void signals::hand_on(bool over_exec) const noexcept
{
    struct sigaction action {};
    action.sa_handler = over_exec ? SIG_IGN : SIG_DFL;
    for (int s = 1; s < 32; ++s) // every obeyed signal has a name
        if (unheard_.has(s)) ::sigaction(s, &action, nullptr);
}

signals::set signals::take() noexcept
{
    set came;
    signalfd_siginfo all[2]; // SIGCHLD alone does not fill it: one read is enough
    ssize_t got = sizeof all;
    while (got == sizeof all) {
        got = ::read(file_.number(), all, sizeof all);
        for (ssize_t i = 0; i < got / static_cast<ssize_t>(sizeof *all); ++i) {
            came.add(static_cast<int>(all[i].ssi_signo));
            if (all[i].ssi_signo == SIGHUP && all[i].ssi_code == SI_QUEUE)
                came.ask_for_look();
        }
    }
    return came;
}

} // namespace foster
