#include "lib/shutdown.h"

namespace foster {

namespace {

constexpr nanoseconds grace = 2s;       // from TERM for all processes to KILL
constexpr nanoseconds again = 200ms;    // from one KILL to the next
constexpr nanoseconds give_up_in = 10s; // survivors of KILL wait for the disk

} // namespace

std::string_view to_text(last_word w)
{
    switch (w) {
    case last_word::exit: return "exit";
    case last_word::reboot: return "reboot";
    case last_word::halt: return "halt";
    case last_word::power_off: return "poweroff";
    }
    return {};
}

void shutdown::told(last_word w, instant now)
{
    word_ = w;
    if (!since_) since_ = now;
}

void shutdown::sent(int signal, instant now)
{
    if (signal == SIGKILL) {
        if (!killing_) killing_ = now;
        killed_ = now;
    } else {
        termed_ = now;
    }
}

void shutdown::finishing(pid hook, instant now)
{
    hook_ = hook;
    hook_started_ = now;
    killing_.reset(); // processes that it leaves are killed, too
}

void shutdown::unfinished()
{
    hook_started_ = instant{};
}

void shutdown::died(pid who)
{
    if (who == hook_) hook_ = {};
}

shutdown::action shutdown::next(bool supervised, bool alone, instant now) const
{
    if (!since_) return rest{};
    if (!stopping_) return stop{};
    const bool all = at_ != station::plain;
    const bool given_up = killing_ && now >= *killing_ + give_up_in;
    if (supervised && !all) return rest{};
    if (supervised && !given_up) return next_of_services(now);
    if (hook_) return next_of_finish(now);
    if (all && !alone && !given_up) return next_of_others(hook_started_.has_value(), now);
    if (!hook_started_) return finish{word_};
    return leave{word_};
}

// Kills a supervise that is stopped, or whose service was given more time than svscan
// has.  lib/service_set then learns its death.
shutdown::action shutdown::next_of_services(instant now) const
{
    const auto until = killing_ ? killed_ + again : *since_ + patience_;
    if (now < until) return hold{until};
    return end_all{SIGKILL};
}

shutdown::action shutdown::next_of_others(bool overdue, instant now) const
{
    if (!termed_ && !killing_ && !overdue) return end_all{SIGTERM};
    if (killing_)
        return now < killed_ + again ? action{hold{killed_ + again}}
                                     : action{end_all{SIGKILL}};
    if (termed_ && !overdue && now < *termed_ + grace) return hold{*termed_ + grace};
    return end_all{SIGKILL};
}

shutdown::action shutdown::next_of_finish(instant now) const
{
    const auto until = killing_ ? killed_ + again : *hook_started_ + patience_;
    if (now < until) return hold{until};
    if (killing_ && now >= *killing_ + give_up_in) return leave{word_};
    return end_finish{hook_};
}

} // namespace foster
