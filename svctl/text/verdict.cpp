#include "svctl/text/verdict.h"

namespace foster {

namespace {

// Returns whether the service runs or tries to, and is not being stopped.
bool running(phase p)
{
    return p == phase::starting || p == phase::up || p == phase::degraded;
}

bool started(const status& before, const status& now)
{
    return now.starts > before.starts;
}

// Returns whether the requested start has failed, for a service that lives without its
// main process or waits for its next start.  A restart is judged only by a new start,
// and so is a service that was being stopped.
bool attempt_failed(user_request what, const status& before, const status& now)
{
    if (started(before, now)) return true;
    return what != user_request::restart && running(before.phase);
}

verdict judge_waiting(user_request what, const status& before, const status& now)
{
    // The number of starts is the same, and the next try is later: the last try was
    // refused.  An earlier try is the one that the command requests.
    const bool refused = before.phase == phase::waiting && now.retry > before.retry;
    return refused || attempt_failed(what, before, now) ? verdict::not_reached
                                                        : verdict::not_yet;
}

// Judges a start of a service that is down.  Either supervise has not yet obeyed, or
// the start has failed.  The request `once` is fulfilled if its run ended well.
verdict judge_down(user_request what, const status& before, const status& now)
{
    const bool once = what == user_request::once;
    if (!started(before, now) && !(once && running(before.phase)))
        return verdict::not_yet;
    return once && now.last && now.last->of.clean() ? verdict::reached
                                                    : verdict::not_reached;
}

verdict judge_start(user_request what, const status& before, const status& now)
{
    const auto failed = [](bool it_has) {
        return it_has ? verdict::not_reached : verdict::not_yet;
    };
    switch (now.phase) {
    case phase::up:
        return what != user_request::restart || started(before, now) ? verdict::reached
                                                                     : verdict::not_yet;
    case phase::degraded: return failed(attempt_failed(what, before, now));
    case phase::waiting: return judge_waiting(what, before, now);
    case phase::down: return judge_down(what, before, now);
    case phase::failed:
        return failed(started(before, now) || before.phase != phase::failed);
    case phase::starting:
    case phase::stopping:
    case phase::finishing: return verdict::not_yet;
    }
    return verdict::not_yet;
}

// Judges whether the same main process is paused or not.
verdict judge_pause(bool wanted, const status& before, const status& now)
{
    if (!now.main || now.main != before.main) return verdict::not_reached;
    return now.paused == wanted ? verdict::reached : verdict::not_yet;
}

// Returns reached if no process lives, or only processes of a new start.  The start
// comes after the death of all.
verdict judge_kill(const status& before, const status& now)
{
    return started(before, now) || now.kin.empty() ? verdict::reached : verdict::not_yet;
}

} // namespace

verdict judge(user_request what, const status& before, const status& now)
{
    switch (what) {
    case user_request::up:
    case user_request::once:
    case user_request::restart: return judge_start(what, before, now);
    case user_request::down:
        return now.phase == phase::down && !now.main && now.kin.empty()
                   ? verdict::reached
                   : verdict::not_yet;
    case user_request::exit: return verdict::not_yet;
    case user_request::pause: return judge_pause(true, before, now);
    case user_request::cont: return judge_pause(false, before, now);
    case user_request::kill: return judge_kill(before, now);
    case user_request::upgrade:
    case user_request::refresh:
        return now.renewed != before.renewed ? verdict::reached : verdict::not_yet;
    }
    return verdict::not_yet;
}

verdict judge_stay(const status& up, const status& now)
{
    if (now.starts != up.starts) return verdict::not_reached;
    switch (now.phase) {
    case phase::up:
    case phase::starting: return verdict::not_yet;
    case phase::stopping:
        return now.want == want::down ? verdict::not_reached : verdict::not_yet;
    case phase::finishing:
    case phase::down:
        if (!now.last || !now.last->of.clean()) return verdict::not_reached;
        return now.phase == phase::down ? verdict::reached : verdict::not_yet;
    case phase::degraded:
    case phase::waiting:
    case phase::failed: break;
    }
    return verdict::not_reached;
}

const status& rebased(const status& before, const status& now)
{
    return now.phase == phase::waiting ? now : before;
}

bool is_so(goal g, const status& now)
{
    switch (g) {
    case goal::up: return now.phase == phase::up;
    case goal::down: return now.phase == phase::down && !now.main && now.kin.empty();
    case goal::ready: return now.phase == phase::up && now.ready;
    case goal::degraded: return now.phase == phase::degraded;
    case goal::failed: return now.phase == phase::failed;
    }
    return false;
}

} // namespace foster
