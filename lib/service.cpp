// Facts change members; next() and report() only read them.
#include "lib/service.h"

#include <algorithm>
#include <utility>

namespace foster {

namespace {

using purpose = request::purpose;

// The time of a main process that ignores the stop signal.
constexpr nanoseconds ignored_wait = 1s;

constexpr nanoseconds check_again = 1s; // from one ./check to the next

// If notices come faster than supervise reads them, a deadline is missed this much
// later.
constexpr nanoseconds unread = 1s;

// A turn that comes this much too late is more than the load of the machine: supervise
// was stopped, or frozen with the service.
constexpr nanoseconds held_up = 200ms;

// The number of killed processes to publish.  A fork bomb has no end of them.
constexpr std::size_t most_named = 64;

kin kin_of(const member& m)
{
    return {.seen = {.who = m.who, .start = m.start, .session = m.session}, .how = m.how};
}

member member_of(const kin& k)
{
    const bool leads = k.seen.session == k.seen.who;
    return {k.seen.who, k.seen.start, k.how, leads ? pid{} : k.seen.session};
}

} // namespace

// A wait ends when it would have ended.  A stop begins again.
void service::resumed(const predecessor& from, moment now, bool restarted, bool told)
{
    const status& was = from.said;
    want_ = was.want;
    starts_ = was.starts;
    last_ = was.last;
    earlier_ = was.earlier;
    loss_noted_ = true;
    killed_ = was.killed;
    failed_ = was.phase == phase::failed;
    const auto again = was.retry ? std::clamp(*was.retry - now.wall, 0ns,
                                              settings_.max_delay + settings_.delay)
                                 : settings_.delay;
    pace_.resumed(from.launched.value_or(now.at), now.at + again);
    retry_ = now.wall_at(pace_.not_before());
    once_due_ = was.phase == phase::waiting && want_ == want::once;
    const bool finishing =
        was.phase == phase::finishing && !was.attendants.empty() && !restarted;
    if (restarted) ++starts_; // its start was not recorded
    audible_ = false;         // until a notice comes
    custody_.resumed(legacy_of(from, finishing, restarted, told, now), now.at);
    // The decision of a script is lost.  The script ends with the service.
    if (!finishing)
        for (const pid p : was.attendants) custody_.scripts().started(p);
    if (finishing) {
        finish_ = was.attendants.front();
        stop_ = stop{stop::step::drain, now.at + settings_.finish_timeout};
    } else if (custody_.alive()) {
        paused_ = was.paused;
        said_ready_ = was.ready && !restarted;
        if (!restarted) says_ = was.says;
        loss_noted_ = custody_.loss().has_value();
        if (was.phase == phase::stopping) begin_stop();
        advance_stop(now.at);
    }
    act_ = was.last_act; // the stop continues, and does not begin now
    act_now_ = was.phase == phase::stopping;
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
    starts_ = was.starts;
    last_ = was.last;
    earlier_ = was.earlier;
    killed_ = was.killed;
    failed_ = was.phase == phase::failed;
    paused_ = was.paused;
    termed_ = was.termed;
    says_ = was.says;
    retry_ = was.retry.value_or(now.wall_at(more.not_before));
    renewed_ = now.wall;
    act_ = was.last_act;
    std::vector<kin> all;
    for (const auto& k : was.kin) all.push_back(kin_of(k));
    custody_.renewed(std::move(all), was.bystanders, was.main, more);
    pace_.renewed(more.tried, more.not_before, more.delay);
    forks_ = more.forks;
    once_due_ = more.once_due;
    loss_noted_ = more.loss_noted;
    said_ready_ = more.said_ready;
    audible_ = more.audible;
    deaths_ = more.deaths;
    ready_by_ = more.ready_by;
    silent_by_ = more.silent_by;
    check_at_ = more.check_at;
}

renewal service::hand_on() const
{
    renewal more{.tried = pace_.last_try(),
                 .not_before = pace_.not_before(),
                 .delay = pace_.delay(),
                 .forks = forks_,
                 .once_due = once_due_,
                 .loss_noted = loss_noted_,
                 .said_ready = said_ready_,
                 .audible = audible_,
                 .deaths = deaths_,
                 .ready_by = ready_by_,
                 .silent_by = silent_by_,
                 .check_at = check_at_};
    custody_.hand_on(more);
    return more;
}

// Returns whether no script, stop or start is under way.  An upgrade in place need not
// hand over their steps.
bool service::calm() const
{
    return !stop_ && !finish_ && !finish_due_ && !dismissal_ && !leaving_ &&
           owed_.empty() && requests_ == requests{} && custody_.calm();
}

// Moves the deadlines of the service by the time in which supervise, and perhaps the
// service, did not run.
void service::woken(moment now)
{
    const auto more = missed(now);
    for (auto* const by : {&ready_by_, &silent_by_})
        if (*by) **by += more;
    for (auto* const s : {&stop_, &dismissal_})
        if (*s && (*s)->further != instant::max()) (*s)->further += more;
    turned_ = now;
    wall_ = now.wall;
}

void service::turned()
{
    wall_ = {};
    if (!ready_by_ && !silent_by_ && !stop_ && !dismissal_) turned_.reset();
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
    loss_noted_ = false;
    start_allowed_ = false;
    said_ready_ = late_ = silent_ = act_now_ = false;
    audible_ = true;
    says_.clear();
    ready_by_.reset();
    silent_by_.reset();
    if (settings_.ready_timeout != 0s) ready_by_ = now.at + settings_.ready_timeout;
    check_at_ = now.at;
    requests_.drop_waiting();
    ++starts_;
}

void service::refused(moment now, bool by_exec)
{
    pace_.tried(now.at);
    if (!by_exec) pace_.hasten(now.at); // the refusal may not last a second
    start_allowed_ = false;
    retry_ = now.wall_at(pace_.not_before());
    // As in runit, finish gets 111 0 after a run that could not be executed.
    if (by_exec) finish_due_ = death{.who = {}, .how = manner::exited, .status = 111};
}

void service::unfinished()
{
    finish_due_.reset();
    finish_by_.reset();
}

void service::unfinished_yet(instant now)
{
    if (!finish_by_) finish_by_ = now + settings_.finish_timeout;
    if (now >= *finish_by_) return unfinished();
    finish_at_ = now + 1s;
}

// The script and its children are alone: no other process of the service lives.  So
// supervise follows them as the service, and they are dead when the service would be.
void service::finishing(pid script, moment now)
{
    unfinished();
    finish_ = script;
    custody_.spawned(script, now.at);
    stop_ = stop{stop::step::drain, now.at + settings_.finish_timeout};
}

void service::consulting(char letter, pid script, instant now)
{
    if (letter == 'u') requests_.add({.letter = letter, .of = purpose::start});
    if (letter == check_script) requests_.add({.letter = letter, .of = purpose::ready});
    if (letter == check_script) check_at_ = now + check_again;
    requests_.begun(letter, script);
    custody_.scripts().started(script);
    dismiss_attendants(now);
}

void service::unconsulted(char letter, instant now)
{
    if (letter == 'u')
        start_allowed_ = true;
    else if (letter == check_script)
        check_at_ = now + check_again;
    else
        settle(requests_.take(letter));
}

void service::died(const death& d, moment now)
{
    // From now on its pid is free: no signal may be sent to it.
    std::erase_if(owed_, [&](const send& s) { return s.to == d.who; });
    const pid main = custody_.main();
    custody_.died(d, now.at);
    requests_.died(d.who, d.clean());
    constexpr int never_again = 125; // s6-supervise(1)
    if (finish_ && d.who == finish_ && d.how == manner::exited && d.status == never_again)
        failed_ = true;
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
        !custody_.main() && !stop_) {
        note(deed::survivors, SIGTERM);
        set_out({stop::step::all, now.at + settings_.kin_timeout});
    }
    if (!finish_ && custody_.main() && !custody_.settling()) forks_ = custody_.forked();
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
    stop_.reset();
    paused_ = termed_ = false;
    if (finish_) {
        finish_ = {};
    } else {
        judge(custody_.loss().value_or(death{}), now.at);
        if (std::exchange(soon_, false)) pace_.hasten(now.at);
        if (want_ == want::once && !once_due_) want_ = want::down;
    }
    retry_ = now.wall_at(std::max(now.at, pace_.not_before()));
}

void service::told(const command& c, instant now)
{
    switch (c.does) {
    case verb::up:
        want_ = want::up;
        once_due_ = failed_ = false;
        deaths_.clear();
        start_soon(now);
        break;
    case verb::down:
        want_ = want::down;
        once_due_ = false;
        begin_stop();
        advance_stop(now);
        break;
    case verb::once:
        want_ = want::once;
        once_due_ = !custody_.alive() || finish_;
        failed_ = false;
        start_soon(now);
        break;
    case verb::at_most:
        want_ = custody_.alive() && !finish_ ? want::once : want::down;
        once_due_ = false;
        break;
    case verb::exit:
        leaving_ = true;
        if (settings_.log) break; // it ends at the end of its input, or by `d`
        want_ = want::down;
        once_due_ = false;
        begin_stop();
        advance_stop(now);
        break;
    case verb::pause:
    case verb::resume:
    case verb::signal:
        ask_first({.letter = c.letter, .of = purpose::signal, .sends = c.signal}, group_);
        break;
    case verb::again: ask_first({.letter = 't', .of = purpose::again}, group_); break;
    case verb::kill_all:
    case verb::stop_all:
    case verb::cont_all:
        ask_first({.letter = c.letter, .of = purpose::signal, .sends = c.signal}, true);
        break;
    case verb::group: group_ = true; break;
    case verb::single: group_ = false; break;
    case verb::renew: renew_due_ = true; break;
    case verb::refresh: refresh_due_ = true; break;
    case verb::nothing: break;
    }
    dismiss_attendants(now);
}

// A command of a person does not wait for the delay.
void service::start_soon(instant now)
{
    if (custody_.alive() && !finish_)
        soon_ = stop_.has_value();
    else
        retry_ -= pace_.hasten(now);
}

void service::dismissed(instant now)
{
    leaving_ = true;
    want_ = want::down;
    once_due_ = false;
    if (settings_.log && custody_.alive() && !stop_)
        set_out({stop::step::drain, now + settings_.stop_timeout});
    else if (!settings_.log)
        begin_stop();
    advance_stop(now);
    dismiss_attendants(now);
}

void service::sent(const send& s)
{
    if (s.to == custody_.main()) {
        if (s.signal == SIGTERM) termed_ = true;
        if (is_to_end(s.signal)) custody_.tell_to_end(s.to);
        if (s.signal == settings_.stop_signal) expect_nothing_of(s);
        if (s.signal == SIGSTOP) paused_ = true;
        if (s.signal == SIGCONT) paused_ = false;
    }
    if (const auto done = std::ranges::find(owed_, s); done != owed_.end()) {
        owed_.erase(done);
        return;
    }
    if (s.session) {
        custody_.ask(s.to, s.signal == SIGKILL ? asked::kill : asked::term);
        if (s.signal != SIGKILL) owed_.push_back({s.to, SIGCONT, s.session});
        return;
    }
    if (s.signal == SIGKILL && stop_ && stop_->at == stop::step::kill) {
        custody_.ask(s.to, asked::kill);
        if (killed_.size() < most_named) killed_.push_back(s.to);
        return;
    }
    custody_.ask(s.to, s.signal == SIGTERM ? asked::term : asked::stop);
    owed_.push_back({s.to, SIGCONT}); // a stopped process reacts only to KILL
}

// A main process that ignores the stop signal does nothing about it: its children are not
// made to wait for the whole time.  mysqld_safe is one.
void service::expect_nothing_of(const send& s)
{
    if (!stop_ || stop_->at != stop::step::main || !turned_) return;
    const auto soon = turned_->at + ignored_wait;
    if (soon >= stop_->further || !custody_.ignores(s.to, s.signal)) return;
    stop_->further = soon;
    stop_->ignored = true;
}

bool service::is_to_end(int signal) const
{
    return signal == settings_.stop_signal || signal == SIGTERM || signal == SIGINT ||
           signal == SIGQUIT || signal == SIGABRT || signal == SIGKILL;
}

action service::next(instant now) const
{
    if (!unsaid_.empty()) return say{unsaid_.first()};
    if (!owed_.empty()) return owed_.front();
    if (const auto step = next_of_stop()) return *step;
    if (const auto step = next_of_dismissal()) return *step;
    if (const char letter = requests_.due()) return consult{letter};
    if (awaited() && settings_.ready == readiness::check && now >= check_at_ &&
        !requests_.running(check_script))
        return consult{check_script};
    if ((renew_due_ || refresh_due_) && calm()) return renew{refresh_due_};
    if (custody_.alive()) return patience(next_look());
    if (finish_due_ && now < finish_at_) return patience(finish_at_);
    if (finish_due_) return finish{*finish_due_};
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
    auto at = custody_.look_at();
    const auto also = [&](instant then) { at = at ? std::min(*at, then) : then; };
    if (awaited() && ready_by_) also(sooner(*ready_by_, settings_.ready_timeout));
    if (silent_by_ && !stop_) also(sooner(*silent_by_, settings_.watchdog));
    if (awaited() && settings_.ready == readiness::check &&
        !requests_.running(check_script))
        also(check_at_);
    return at;
}

// Divides a wait into turns that are short enough to notice that supervise did not run.
instant service::sooner(instant deadline, nanoseconds whole) const
{
    return turned_ ? std::min(deadline, turned_->at + whole / 4) : deadline;
}

action service::patience(std::optional<instant> until) const
{
    for (const auto& s : {stop_, dismissal_})
        if (s && (!until || s->further < *until)) until = s->further;
    return until ? action{hold{*until}} : action{rest{}};
}

status service::report(instant now) const
{
    status s;
    s.phase = phase_at(now);
    s.want = want_;
    if (!finish_) s.main = custody_.main();
    s.ready = ready();
    s.paused = paused_;
    s.essential = settings_.essential;
    s.termed = termed_;
    s.leaving = leaving_;
    s.starts = starts_;
    for (const auto& k : custody_.all())
        if (finish_)
            s.attendants.push_back(k.seen.who);
        else
            s.kin.push_back(member_of(k));
    for (const auto& a : custody_.scripts().all()) s.attendants.push_back(a.who);
    s.bystanders.assign(custody_.bystanders().begin(), custody_.bystanders().end());
    s.killed = killed_;
    if (custody_.alive() && !finish_) s.says = says_;
    if (s.phase == phase::waiting) s.retry = retry_;
    s.renewed = renewed_;
    s.last_act = act_;
    s.last = last_;
    s.earlier = earlier_;
    return s;
}

// Asks the script of the command first.  Without a process of the service there is
// nothing to signal, and no script to ask.  All letters wait in one line, so that they
// are obeyed in order.  Most have no script.
void service::ask_first(request r, bool group)
{
    if (!custody_.alive() || finish_) return;
    r.group = group;
    r.to_main = custody_.main() && !group;
    if (settings_.log)
        settle(r);
    else
        requests_.add(r);
}

// Obeys a command that has no script, or whose script has ended.
void service::settle(const request& r)
{
    const bool nobody = r.to_main && !custody_.main(); // it was not for the survivors
    switch (r.of) {
    case purpose::none: break;
    case purpose::signal:
        if (r.vetoed || nobody) break;
        note(deed::signal, r.sends);
        owe(r.sends, r.group);
        break;
    case purpose::stop:
        if (!stop_ || stop_->at != stop::step::main) break;
        stop_->allowed = true;
        if (!r.vetoed) break;
        custody_.ask(custody_.main(), asked::stop);
        owe(SIGCONT, false);
        break;
    case purpose::again:
        if (nobody) break;
        if (!r.vetoed && !stop_) note(deed::signal, settings_.stop_signal);
        if (!r.vetoed) owe(settings_.stop_signal, r.group);
        owe(SIGCONT, r.group);
        break;
    case purpose::ready: said_ready_ = said_ready_ || r.vetoed; break;
    case purpose::start: start_allowed_ = true; break;
    }
}

// Called after the look, so that the receivers of signals are known.
void service::settle_ended()
{
    while (const auto r = requests_.take_ended()) settle(*r);
}

// Sends a commanded signal to the main process; to all after `+`, and after the death
// of the main process.
void service::owe(int signal, bool group)
{
    if (finish_) return; // it is for the service, which is dead
    if (custody_.main() && !group)
        owed_.push_back({custody_.main(), signal});
    else
        owe_all(signal);
}

void service::owe_all(int signal)
{
    for (const auto& k : custody_.all()) owed_.push_back({k.seen.who, signal});
}

void service::begin_stop()
{
    if (!custody_.alive() || finish_) return;
    if (!stop_ || stop_->at == stop::step::drain) {
        note(deed::stop, settings_.stop_signal);
        set_out({stop::step::main, instant::max()});
        ask_first({.letter = 't', .of = purpose::stop});
    } else if (custody_.main() && custody_.was_asked(custody_.main())) {
        ask_first({.letter = 't', .of = purpose::again}, group_); // send it again
    }
    ask_first({.letter = leaving_ ? 'x' : 'd'});
}

void service::set_out(stop s)
{
    stop_ = s;
    killed_.clear();
}

// Takes the steps of a stop.  Sends the stop signal to the main process, then TERM to all
// kin, if the main process took too long or there is none.  Sends KILL to all at last,
// and to processes that appear later.
void service::advance_stop(instant now)
{
    if (!stop_) return;
    const bool due = now >= stop_->further;
    switch (stop_->at) {
    case stop::step::drain:
        if (due && finish_)
            begin_killing(now);
        else if (due) {
            note(deed::stop, settings_.stop_signal);
            *stop_ = {stop::step::main, now + settings_.stop_timeout, true};
        }
        break;
    case stop::step::main:
        if (stop_->further == instant::max())
            stop_->further = now + settings_.stop_timeout;
        if (due && custody_.main())
            unsaid_.add(stop_->ignored ? remark::ignored : remark::cut);
        if (due || !custody_.main())
            *stop_ = {stop::step::all, now + settings_.kin_timeout};
        break;
    case stop::step::all:
        if (due) begin_killing(now);
        break;
    case stop::step::kill:
        if (due) stop_->further = now + settings_.kin_timeout;
        break;
    }
}

void service::begin_killing(instant now)
{
    *stop_ = {stop::step::kill, now + settings_.kin_timeout};
    // The reason of the stop stays the same.  A signal may have been commanded since.
    const bool known = act_ && act_->what != deed::signal;
    note(finish_ ? deed::finish_timeout : known ? act_->what : deed::stop, SIGKILL);
    unsaid_.add(finish_ ? remark::finish_killed : remark::killed);
}

std::optional<send> service::next_of_stop() const
{
    if (!stop_) return std::nullopt;
    switch (stop_->at) {
    case stop::step::drain: break;
    case stop::step::main:
        if (const pid main = custody_.main();
            stop_->allowed && main && !custody_.was_asked(main))
            return send{main, settings_.stop_signal};
        break;
    case stop::step::all:
        if (const pid p = custody_.unasked(asked::term)) return send{p, SIGTERM};
        break;
    case stop::step::kill:
        if (const pid p = custody_.unasked(asked::kill)) return send{p, SIGKILL};
        break;
    }
    return std::nullopt;
}

// Ends script processes with the service: when it is stopped, or dead and not to be
// started.  A start that is not wanted any more does not wait for its script.
void service::dismiss_attendants(instant now)
{
    if (!may_start()) start_allowed_ = false;
    if (!may_start() && requests_.cancel_start())
        dismissal_ = {stop::step::all, now + settings_.kin_timeout};
    const bool dead = !custody_.alive() || finish_;
    const bool unwanted = dead ? !may_start() : stop_.has_value();
    if (!custody_.scripts().any() || (!unwanted && !(dead && requests_.running('u'))))
        dismissal_.reset();
    else if (!dismissal_ && unwanted)
        dismissal_ = {stop::step::drain, now + settings_.stop_timeout};
    if (dismissal_ && now >= dismissal_->further) advance_dismissal(now);
}

void service::advance_dismissal(instant now)
{
    const auto next =
        dismissal_->at == stop::step::drain ? stop::step::all : stop::step::kill;
    if (next == stop::step::kill && dismissal_->at != next)
        unsaid_.add(remark::scripts_killed);
    dismissal_ = {next, now + settings_.kin_timeout};
}

void service::noticed(notice n, pid by, instant now)
{
    if (!custody_.alive() || finish_ || (by && !custody_.is_kin(by))) return;
    audible_ = true;
    if (n.ready) said_ready_ = *n.ready;
    if (n.says) says_ = std::move(*n.says);
    if (n.more_time != 0s && stop_ && stop_->at == stop::step::main)
        stop_->further = now + n.more_time;
    else if (n.more_time != 0s && ready_by_)
        ready_by_ = now + n.more_time;
    if (n.lives && silent_by_) silent_by_ = now + settings_.watchdog;
    if (n.fails && settings_.watchdog != 0s) silent_by_ = now;
    expect_word(now);
}

bool service::ready() const
{
    if (!custody_.main() || finish_ || stop_) return false;
    switch (settings_.ready) {
    case readiness::settled:
        return !custody_.settling() || !(custody_.forked() || forks_);
    case readiness::spawned: return true;
    case readiness::forked: return custody_.forked() && !custody_.settling();
    case readiness::fd:
    case readiness::notify:
    case readiness::check: return said_ready_;
    }
    return false;
}

// Returns whether the service lives, is not ready and is not being stopped.
bool service::awaited() const
{
    return custody_.main() && !finish_ && !stop_ && !ready();
}

// Ends the wait for a ready service.  From then on it must send signs of life, if it
// has a socket for them.
void service::expect_word(instant now)
{
    if (!ready()) return;
    ready_by_.reset();
    if (settings_.ready != readiness::notify || settings_.watchdog == 0s) return;
    if (audible_ && !silent_by_) silent_by_ = now + settings_.watchdog;
}

// Stops a service that is not ready in time: it has failed.  A ready service that is
// silent has failed, too, and gets ABRT, which may leave a core for diagnosis.
void service::heard(instant now, bool all)
{
    if (!custody_.main() || finish_ || stop_) return;
    const instant by = all ? now : now - unread;
    if (awaited() && ready_by_ && by >= *ready_by_) {
        fail_late(now);
        ask_first({.letter = 't', .of = purpose::stop});
    } else if (silent_by_ && by >= *silent_by_) {
        silent_ = true;
        fail_late(now);
        custody_.ask(custody_.main(), asked::stop);
        owe(SIGABRT, false);
        owe(SIGCONT, false);
    }
}

void service::fail_late(instant now)
{
    ready_by_.reset();
    silent_by_.reset();
    late_ = true;
    note(silent_ ? deed::watchdog : deed::ready_timeout,
         silent_ ? SIGABRT : settings_.stop_signal);
    unsaid_.add(silent_ ? remark::silent : remark::late);
    set_out({stop::step::main, now + settings_.stop_timeout});
}

std::optional<send> service::next_of_dismissal() const
{
    if (!dismissal_ || dismissal_->at == stop::step::drain) return std::nullopt;
    const bool last = dismissal_->at == stop::step::kill;
    const auto* a = custody_.scripts().unasked(last ? asked::kill : asked::term);
    return a ? std::optional{send{a->who, last ? SIGKILL : SIGTERM, a->session}}
             : std::nullopt;
}

void service::note(deed what, int signal)
{
    act_ = act{.what = what, .signal = static_cast<short>(signal), .when = wall_};
    act_now_ = true;
}

void service::note_loss(moment now)
{
    if (!custody_.loss() || loss_noted_ || finish_) return;
    loss_noted_ = true;
    if (act_) act_->ended = act_now_;
    if (last_) earlier_.add_newer(*last_);
    last_ = last_death{*custody_.loss(), now.wall};
}

// Decides what comes next after the service died as `d`.
void service::judge(const death& d, instant now)
{
    finish_due_ = d;
    finish_at_ = now;
    pace_.ended(now);
    if (want_ != want::up) return;
    constexpr int never_again = 100; // daemontools-encore's "permanent" failure
    if ((d.how == manner::exited && d.status == never_again) || gave_up(now))
        failed_ = true;
    else if (settings_.restart == restart::never ||
             (settings_.restart == restart::failure && d.clean() && !late_))
        want_ = want::down;
}

bool service::gave_up(instant now)
{
    if (settings_.give_up_count == 0) return false;
    std::erase_if(deaths_,
                  [&](instant d) { return d + settings_.give_up_within <= now; });
    deaths_.push_back(now);
    return deaths_.size() >= settings_.give_up_count;
}

phase service::phase_at(instant now) const
{
    if (custody_.alive()) {
        if (finish_) return phase::finishing;
        if (stop_) return phase::stopping;
        if (custody_.settling() && (custody_.forked() || forks_)) return phase::starting;
        return custody_.main() ? phase::up : phase::degraded;
    }
    if (finish_by_) return phase::finishing;
    if (requests_.starting()) return phase::starting;
    if (custody_.scripts().any() && (!may_start() || requests_.running('u')))
        return phase::finishing;
    if (failed_ && want_ == want::up && !leaving_) return phase::failed;
    return start_wanted() && !leaving_ && now < pace_.not_before() ? phase::waiting
                                                                   : phase::down;
}

} // namespace foster
