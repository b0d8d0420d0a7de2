#include "lib/stop_sequence.h"

#include <csignal>

namespace foster {

namespace {

// The time of a main process that ignores the stop signal.
constexpr nanoseconds ignored_wait = 1s;

} // namespace

void stop_sequence::begin(whose of, step at, instant until)
{
    of_ = of;
    go(at, until);
}

void stop_sequence::go(step to, instant until)
{
    until_ = until;
    at_ = to;
    allowed_ = ignored_ = false;
}

void stop_sequence::main_ignores(instant now)
{
    const auto soon = now + ignored_wait;
    if (at_ != step::main || soon >= until_) return;
    until_ = soon;
    ignored_ = true;
}

bool stop_sequence::extend(instant until)
{
    if (at_ != step::main) return false;
    until_ = until;
    return true;
}

void stop_sequence::move(nanoseconds more)
{
    if (begun() && until_ != instant::max()) until_ += more;
}

stop_sequence::news stop_sequence::advance(instant now, bool main, const settings& s)
{
    const bool due = now >= until_;
    switch (at_) {
    case step::none: break;
    case step::drain: return due ? end_drain(now, s) : news::none;
    case step::main: {
        if (until_ == instant::max()) until_ = now + s.stop_timeout;
        if (!due && main) break;
        const bool ignores = ignored_;
        go(step::all, now + s.kin_timeout);
        return !main ? news::none : ignores ? news::ignored : news::cut;
    }
    case step::all:
        if (!due) break;
        go(step::kill, now + s.kin_timeout);
        return news::killing;
    case step::kill:
        if (due) until_ = now + s.kin_timeout;
        break;
    }
    return news::none;
}

stop_sequence::news stop_sequence::end_drain(instant now, const settings& s)
{
    switch (of_) {
    case whose::service:
        go(step::main, now + s.stop_timeout);
        allowed_ = true;
        return news::stopping;
    case whose::finish: go(step::kill, now + s.kin_timeout); return news::killing;
    case whose::scripts: go(step::all, now + s.kin_timeout); break;
    }
    return news::none;
}

std::optional<send> stop_sequence::next(const custody& c, int stop_signal) const
{
    const auto to_all = [&](asked level, int signal) -> std::optional<send> {
        if (of_ != whose::scripts) {
            const pid p = c.unasked(level);
            return p ? std::optional{send{p, signal}} : std::nullopt;
        }
        const auto* a = c.scripts().unasked(level);
        return a ? std::optional{send{a->who, signal, a->session}} : std::nullopt;
    };
    switch (at_) {
    case step::none:
    case step::drain: break;
    case step::main:
        if (const pid main = c.main(); allowed_ && main && !c.was_asked(main))
            return send{main, stop_signal};
        break;
    case step::all: return to_all(asked::term, SIGTERM);
    case step::kill: return to_all(asked::kill, SIGKILL);
    }
    return std::nullopt;
}

std::optional<instant> stop_sequence::until() const
{
    return begun() ? std::optional{until_} : std::nullopt;
}

} // namespace foster
