#include "kernel/linux/signals.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include "kernel/linux/errors.h"

namespace foster {

namespace {

// By our starter: nohup, or a shell that starts us with `&`.  A blocked signal comes to a
// signalfd even so.
bool ignored(int signal)
{
    struct sigaction now {};
    return ::sigaction(signal, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
}

} // namespace

signals::signals(std::initializer_list<int> heard)
{
    // A child that stops or goes on is no news; without this flag it would wake us.
    struct sigaction deaths_only {};
    deaths_only.sa_handler = SIG_DFL;
    deaths_only.sa_flags = SA_NOCLDSTOP;
    need(::sigaction(SIGCHLD, &deaths_only, nullptr), "unable to set up SIGCHLD");
    sigset_t chosen;
    sigfillset(&chosen);
    need(::sigprocmask(SIG_SETMASK, &chosen, nullptr), "unable to block signals");
    sigemptyset(&chosen);
    for (const int s : heard)
        if (s == SIGCHLD || !ignored(s)) sigaddset(&chosen, s);
    file_ = fd{need(::signalfd(-1, &chosen, SFD_CLOEXEC | SFD_NONBLOCK),
                    "unable to make a signalfd")};
}

signals::set signals::take() noexcept
{
    set came;
    signalfd_siginfo info{};
    while (::read(file_.number(), &info, sizeof info) == sizeof info)
        came.add(static_cast<int>(info.ssi_signo));
    return came;
}

} // namespace foster
