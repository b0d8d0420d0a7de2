#include "kernel/linux/reap.h"

#include <sys/wait.h>

#include <cerrno>

namespace foster {

namespace {

int ask(siginfo_t& info, int flags, pid who = {})
{
    return ::waitid(who ? P_PID : P_ALL, static_cast<id_t>(who.number), &info,
                    WEXITED | WNOHANG | __WALL | flags);
}

manner manner_of(int code)
{
    switch (code) {
    case CLD_EXITED: return manner::exited;
    case CLD_KILLED: return manner::signalled;
    case CLD_DUMPED: return manner::dumped;
    default: return manner::unknown;
    }
}

} // namespace

std::optional<death> reap_any() noexcept
{
    return reap_this({});
}

pid next_dead() noexcept
{
    siginfo_t info{};
    return {ask(info, WNOWAIT) == 0 ? info.si_pid : 0};
}

std::optional<death> reap_this(pid who) noexcept
{
    siginfo_t info{};
    if (ask(info, 0, who) < 0 || info.si_pid == 0) return std::nullopt;
    return death{{info.si_pid}, manner_of(info.si_code), info.si_status};
}

bool any_death_waits() noexcept
{
    siginfo_t info{};
    return ask(info, WNOWAIT) == 0 && info.si_pid != 0;
}

bool no_child_left() noexcept
{
    siginfo_t info{};
    return ask(info, WNOWAIT) < 0 && errno == ECHILD;
}

} // namespace foster
