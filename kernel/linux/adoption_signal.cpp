// The numbers are those of kernel/adoptsig/adoptsig.patch.  No header of a system has
// them.
#include "kernel/linux/adoption_signal.h"

#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>
#include <new>

namespace foster {

namespace {

constexpr int set_adoptsig = 0x41445053;
constexpr int get_adoptsig = 0x41445047;
constexpr int adopted = 0x41; // si_code: no process can send a signal with it

} // namespace

// Uses a descriptor of its own: one with SIGCHLD, too, would return SIGCHLD first.
void adoptions::ask() noexcept
{
    int asked = 0;
    if (::prctl(get_adoptsig, &asked, nullptr, 0L, 0L) < 0) return;
    const int signal = asked ? asked : SIGRTMIN + 1;
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, signal);
    file_ = fd{::signalfd(-1, &one, SFD_CLOEXEC | SFD_NONBLOCK)};
    if (!asked && file_ &&
        ::prctl(set_adoptsig, static_cast<long>(signal), 0L, 0L, 0L) < 0)
        file_.close();
}

void adoptions::drain() noexcept
{
    if (!told()) return;
    signalfd_siginfo one;
    while (::read(file_.number(), &one, sizeof one) == sizeof one) {
        if (one.ssi_code != adopted) continue; // forged, or the mark of a lost notice
        try {
            heard_.push_back(
                {.adopted = {static_cast<int>(one.ssi_pid)}, .branch = {one.ssi_errno}});
        } catch (const std::bad_alloc&) {
        }
    }
}

std::optional<adoption> adoptions::next() noexcept
{
    if (heard_.empty()) return std::nullopt;
    const adoption first = heard_.front();
    heard_.erase(heard_.begin());
    return first;
}

} // namespace foster
