#include "svscan/forwarded_signals.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kernel/linux/fd.h"
#include "kernel/linux/safe_open.h"
#include "lib/control_letters.h"

namespace foster {

namespace {

constexpr nanoseconds look_again = 100ms;

bool hand_on(int signal, const std::string& service)
{
    const fd there{
        ::open((service + "/supervise").c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
    if (!there) return false;
    const fd control =
        open_kind(there.number(), "control", O_WRONLY | O_NONBLOCK, S_IFIFO);
    const char letter = letter_of_signal(signal).value_or('\0');
    return control && ::write(control.number(), &letter, 1) == 1;
}

} // namespace

void signal_forwarder::take(const signals::set& came)
{
    for (const auto& [signal, service] : to_)
        if (came.has(signal) && !service.empty() &&
            !(signal == SIGHUP && came.asks_for_look()))
            waiting_.insert(signal);
    std::erase_if(waiting_, [&](int s) { return hand_on(s, to_.at(s)); });
}

std::optional<instant> signal_forwarder::again(instant now) const
{
    return waiting_.empty() ? std::nullopt : std::optional{now + look_again};
}

} // namespace foster
