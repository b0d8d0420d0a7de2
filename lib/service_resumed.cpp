// Recovers the service of a dead supervise, or of the earlier program in the same process
// (service::resumed, service::renewed).
#include <algorithm>
#include <utility>

#include "lib/service.h"

namespace foster {

namespace {

kin kin_of(const member& m)
{
    return {.seen = {.who = m.who, .start = m.start, .session = m.session}, .how = m.how};
}

} // namespace

// A wait ends when it would have ended.  A stop begins again.
void service::resumed(const predecessor& from, moment now, bool restarted, bool told)
{
    const status& was = from.said;
    want_ = was.want;
    history_.resumed(was);
    failed_ = was.phase == phase::failed;
    const auto again = was.retry ? std::clamp(*was.retry - now.wall, 0ns,
                                              settings_.max_delay + settings_.delay)
                                 : settings_.delay;
    pace_.resumed(from.launched.value_or(now.at), now.at + again);
    retry_ = now.wall_at(pace_.not_before());
    once_due_ = was.phase == phase::waiting && want_ == want::once;
    const bool finishing =
        was.phase == phase::finishing && !was.attendants.empty() && !restarted;
    if (restarted) history_.missed_start();
    ready_.found();
    custody_.resumed(legacy_of(from, finishing, restarted, told, now), now.at);
    // The decision of a script is lost.  The script ends with the service.
    if (!finishing)
        for (const pid p : was.attendants) custody_.scripts().started(p);
    if (finishing) {
        finish_.resumed(was.attendants.front());
        stop_.begin(whose::finish, step::drain, now.at + settings_.finish_timeout);
    } else if (custody_.alive()) {
        paused_ = was.paused;
        if (!restarted) ready_.resumed(was);
        history_.died_before(custody_.loss().has_value());
        if (was.phase == phase::stopping) begin_stop();
        advance_stop(now.at);
    }
    history_.resumed_act(was);
}

custody::legacy service::legacy_of(const predecessor& from, bool finishing,
                                   bool restarted, bool told, moment now) const
{
    const status& was = from.said;
    // The main process was published as up before it could be settled.  A time to come
    // means that the clock was set back, and tells nothing.
    const auto began = std::max(was.since, was.pid_since);
    const bool fresh = told && was.phase == phase::up && began <= now.wall &&
                       now.wall < began + settings_.settle &&
                       was.since < was.pid_since + settings_.settle;
    custody::legacy all{.main = was.main,
                        .run = from.run,
                        .launched = from.launched,
                        .settling = was.phase == phase::starting || fresh,
                        .apart = was.bystanders,
                        .others = restarted};
    if (was.last) all.loss = was.last->of;
    if (finishing) {
        all.main = all.run = was.attendants.front();
        all.launched.reset(); // only the pid of the script is known
        for (const pid p : was.attendants)
            all.left.push_back({.seen = {.who = p}, .how = came::spawned});
    } else if (!restarted) {
        for (const auto& k : was.kin) all.left.push_back(kin_of(k));
    }
    return all;
}

void service::renewed(const status& was, const renewal& more, moment now)
{
    want_ = was.want;
    failed_ = was.phase == phase::failed;
    paused_ = was.paused;
    termed_ = was.termed;
    retry_ = was.retry.value_or(now.wall_at(more.not_before));
    once_due_ = more.once_due;
    std::vector<kin> all;
    for (const auto& k : was.kin) all.push_back(kin_of(k));
    custody_.renewed(std::move(all), was.bystanders, was.main, more);
    pace_.renewed(more.tried, more.not_before, more.delay);
    ready_.renewed(was, more);
    history_.renewed(was, more, now.wall);
}

renewal service::hand_on() const
{
    renewal more{.tried = pace_.last_try(),
                 .not_before = pace_.not_before(),
                 .delay = pace_.delay(),
                 .once_due = once_due_};
    custody_.hand_on(more);
    ready_.hand_on(more);
    history_.hand_on(more);
    return more;
}

// Returns whether no script, stop or start is under way.  An upgrade in place need not
// hand over their steps.
bool service::calm() const
{
    return !stop_.begun() && !finish_.runs() && !finish_.due() && !dismissal_.begun() &&
           !leaving_ && owed_.empty() && requests_ == requests{} && custody_.calm();
}

} // namespace foster
