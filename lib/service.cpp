// The facts of the system, and the decisions: facts change members, next() and report()
// only read them.
#include "lib/service.h"

#include <algorithm>
#include <utility>

#include "lib/earliest.h"

namespace foster {

namespace {

// A turn that comes this much too late is more than the load of the machine: supervise
// was stopped, or frozen with the service.
constexpr nanoseconds held_up = 200ms;

member member_of(const kin& k)
{
    const bool leads = k.seen.session == k.seen.who;
    return {k.seen.who, k.seen.start, k.how, leads ? pid{} : k.seen.session};
}

} // namespace

// Moves the deadlines of the service by the time in which supervise, and perhaps the
// service, did not run.
void service::woken(moment now)
{
    const auto more = missed(now);
    ready_.move(more);
    stop_.move(more);
    dismissal_.move(more);
    turned_ = now;
    wall_ = now.wall;
}

void service::turned()
{
    wall_ = {};
    if (!ready_.waits() && !stop_.begun() && !dismissal_.begun()) turned_.reset();
}

// Returns the time in which supervise did not run.  Its beginning is unknown: it may be
// all the time since the last turn.  The machine reports how long it was suspended.
nanoseconds service::missed(moment now) const
{
    if (!turned_) return 0s;
    const action planned = next(turned_->at);
    const auto* waits = std::get_if<hold>(&planned);
    if (waits && now.at > std::max(waits->until, turned_->at) + held_up)
        return now.at - turned_->at;
    const auto slept = now.slept - turned_->slept;
    return slept > held_up ? slept : 0s; // two clocks are never read at once
}

void service::spawned(pid run, moment now)
{
    custody_.spawned(run, now.at);
    pace_.tried(now.at);
    once_due_ = false;
    start_allowed_ = false;
    ready_.started(settings_, now.at);
    requests_.drop_waiting();
    history_.started();
}

void service::refused(moment now, bool by_exec)
{
    pace_.tried(now.at);
    if (!by_exec) pace_.hasten(now.at); // the refusal may not last a second
    start_allowed_ = false;
    retry_ = now.wall_at(pace_.not_before());
    // As in runit, finish gets 111 0 after a run that could not be executed.
    if (by_exec) finish_.owed({.who = {}, .how = manner::exited, .status = 111}, now.at);
}

void service::unfinished()
{
    finish_.dropped();
}

void service::unfinished_yet(instant now)
{
    finish_.refused(now, settings_.finish_timeout);
}

// The script and its children are alone: no other process of the service lives.  So
// supervise follows them as the service, and they are dead when the service would be.
void service::finishing(pid script, moment now)
{
    finish_.started(script);
    custody_.spawned(script, now.at);
    stop_.begin(whose::finish, step::drain, now.at + settings_.finish_timeout);
}

void service::died(const death& d, moment now)
{
    // From now on its pid is free: no signal may be sent to it.
    std::erase_if(owed_, [&](const send& s) { return s.to == d.who; });
    const pid main = custody_.main();
    custody_.died(d, now.at);
    requests_.died(d.who, d.clean());
    if (finish_.forbids_start(d)) failed_ = true;
    if (custody_.main() != main) paused_ = termed_ = false;
    note_loss(now);
}

void service::seen(std::span<const child> children, moment now, bool complete)
{
    custody_.seen(children, now.at, complete);
    note_loss(now);
    if (complete) custody_.scripts().looked();
    if (complete && custody_.deserted()) ended(now);
    settle_ended();
    expect_word(now.at);
    if (settings_.end_survivors && custody_.alive() && custody_.loss() &&
        !custody_.main() && !stop_.begun()) {
        note(deed::survivors, SIGTERM);
        set_out(step::all, now.at + settings_.kin_timeout);
    }
    if (!finish_.runs() && custody_.main() && !custody_.settling())
        ready_.settled(custody_.forked());
    advance_stop(now.at);
    dismiss_attendants(now.at);
}

void service::alone(moment now)
{
    custody_.scripts().none();
    if (custody_.alive()) ended(now);
    settle_ended();
    dismiss_attendants(now.at);
}

// No process of the service is left.
void service::ended(moment now)
{
    custody_.alone();
    note_loss(now);
    owed_.clear();
    requests_.drop_signals();
    stop_.end();
    paused_ = termed_ = false;
    if (finish_.runs()) {
        finish_.ended();
    } else {
        judge(custody_.loss().value_or(death{}), now.at);
        if (std::exchange(soon_, false)) pace_.hasten(now.at);
        if (want_ == want::once && !once_due_) want_ = want::down;
    }
    retry_ = now.wall_at(std::max(now.at, pace_.not_before()));
}

action service::next(instant now) const
{
    if (!unsaid_.empty()) return say{unsaid_.first()};
    if (!owed_.empty()) return owed_.front();
    for (const auto* s : {&stop_, &dismissal_})
        if (const auto signal = s->next(custody_, settings_.stop_signal)) return *signal;
    if (const char letter = requests_.due()) return consult{letter};
    if (checks() && ready_.check_due(now)) return consult{check_script};
    if ((renew_due_ || refresh_due_) && calm()) return renew{refresh_due_};
    if (custody_.alive()) return patience(next_look());
    if (finish_.due() && now < finish_.at()) return patience(finish_.at());
    if (finish_.due()) return finish{*finish_.due()};
    if (leaving_ && !custody_.scripts().any()) return leave{};
    if (!may_start()) return patience({});
    if (now < pace_.not_before()) return patience(pace_.not_before());
    if (requests_.running('u')) return patience({});
    if (refresh_later_ && calm()) return renew{true};
    if (!start_allowed_ && !settings_.log) return consult{'u'};
    return start{};
}

std::optional<instant> service::next_look() const
{
    const auto turn = turned_ ? std::optional{turned_->at} : std::nullopt;
    const auto at = earliest(custody_.look_at(),
                             ready_.due(settings_, awaited(), stop_.begun(), turn));
    return checks() ? earliest(at, ready_.check_at()) : at;
}

// Returns whether ./check decides now whether the service is ready, and does not run.
bool service::checks() const
{
    return awaited() && settings_.ready == readiness::check &&
           !requests_.running(check_script);
}

action service::patience(std::optional<instant> until) const
{
    until = earliest(until, stop_.until(), dismissal_.until());
    return until ? action{hold{*until}} : action{rest{}};
}

status service::report(instant now) const
{
    status s;
    s.phase = phase_at(now);
    s.want = want_;
    if (!finish_.runs()) s.main = custody_.main();
    s.ready = ready();
    s.paused = paused_;
    s.essential = settings_.essential;
    s.termed = termed_;
    s.leaving = leaving_;
    for (const auto& k : custody_.all())
        if (finish_.runs())
            s.attendants.push_back(k.seen.who);
        else
            s.kin.push_back(member_of(k));
    for (const auto& a : custody_.scripts().all()) s.attendants.push_back(a.who);
    s.bystanders.assign(custody_.bystanders().begin(), custody_.bystanders().end());
    if (runs()) s.says = ready_.says();
    if (s.phase == phase::waiting) s.retry = retry_;
    history_.report(s);
    return s;
}

void service::set_out(step at, instant until)
{
    stop_.begin(whose::service, at, until);
    history_.forget_killed();
}

void service::advance_stop(instant now)
{
    using news = stop_sequence::news;
    switch (stop_.advance(now, bool{custody_.main()}, settings_)) {
    case news::none: break;
    case news::stopping: note(deed::stop, settings_.stop_signal); break;
    case news::ignored: unsaid_.add(remark::ignored); break;
    case news::cut: unsaid_.add(remark::cut); break;
    case news::killing:
        note(finish_.runs() ? deed::finish_timeout : history_.reason(), SIGKILL);
        unsaid_.add(finish_.runs() ? remark::finish_killed : remark::killed);
        break;
    }
}

// Ends script processes with the service: when it is stopped, or dead and not to be
// started.  A start that is not wanted any more does not wait for its script.
void service::dismiss_attendants(instant now)
{
    if (!may_start()) start_allowed_ = false;
    if (!may_start() && requests_.cancel_start())
        dismissal_.begin(whose::scripts, step::all, now + settings_.kin_timeout);
    const bool unwanted = runs() ? stop_.begun() : !may_start();
    const bool stays = unwanted || (!runs() && requests_.running('u'));
    if (!custody_.scripts().any() || !stays)
        dismissal_.end();
    else if (!dismissal_.begun() && unwanted)
        dismissal_.begin(whose::scripts, step::drain, now + settings_.stop_timeout);
    if (dismissal_.advance(now, false, settings_) == stop_sequence::news::killing)
        unsaid_.add(remark::scripts_killed);
}

void service::noticed(notice n, pid by, instant now)
{
    if (!runs() || (by && !custody_.is_kin(by))) return;
    if (n.more_time != 0s && stop_.extend(now + n.more_time)) n.more_time = 0s;
    ready_.noticed(std::move(n), settings_, now);
    expect_word(now);
}

void service::expect_word(instant now)
{
    if (ready()) ready_.is_ready(settings_, now);
}

// Stops a service that is not ready in time: it has failed.  A ready service that is
// silent has failed, too, and gets ABRT, which may leave a core for diagnosis.
void service::heard(instant now, bool all)
{
    using lapse = ready_watch::lapse;
    if (!serves()) return;
    switch (ready_.missed(awaited(), now, all)) {
    case lapse::none: return;
    case lapse::late:
        note(deed::ready_timeout, settings_.stop_signal);
        unsaid_.add(remark::late);
        set_out(step::main, now + settings_.stop_timeout);
        ask_first({.letter = 't', .of = request::purpose::stop});
        break;
    case lapse::silent:
        note(deed::watchdog, SIGABRT);
        unsaid_.add(remark::silent);
        set_out(step::main, now + settings_.stop_timeout);
        custody_.ask(custody_.main(), asked::stop);
        owe(SIGABRT, false);
        owe(SIGCONT, false);
        break;
    }
}

void service::note_loss(moment now)
{
    if (custody_.loss() && !finish_.runs()) history_.died(*custody_.loss(), now.wall);
}

// Decides what comes next after the service died as `d`.
void service::judge(const death& d, instant now)
{
    finish_.owed(d, now);
    pace_.ended(now);
    if (want_ != want::up) return;
    constexpr int never_again = 100; // daemontools-encore's "permanent" failure
    if ((d.how == manner::exited && d.status == never_again) ||
        history_.dies_too_often(settings_, now))
        failed_ = true;
    else if (settings_.restart == restart::never ||
             (settings_.restart == restart::failure && d.clean() && !ready_.late()))
        want_ = want::down;
}

phase service::phase_at(instant now) const
{
    if (custody_.alive()) {
        if (finish_.runs()) return phase::finishing;
        if (stop_.begun()) return phase::stopping;
        if (ready_.starting(custody_)) return phase::starting;
        return custody_.main() ? phase::up : phase::degraded;
    }
    if (finish_.tries_again()) return phase::finishing;
    if (requests_.starting()) return phase::starting;
    if (custody_.scripts().any() && (!may_start() || requests_.running('u')))
        return phase::finishing;
    if (failed_ && want_ == want::up && !leaving_) return phase::failed;
    return start_wanted() && !leaving_ && now < pace_.not_before() ? phase::waiting
                                                                   : phase::down;
}

} // namespace foster
