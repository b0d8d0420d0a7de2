// The commands, the scripts that may forbid them, and the signals.
#include <algorithm>
#include <csignal>

#include "lib/service.h"

namespace foster {

namespace {

using purpose = request::purpose;

// Returns whether the signal asks a process to end.
bool is_to_end(int signal, const settings& s)
{
    return signal == s.stop_signal || signal == SIGTERM || signal == SIGINT ||
           signal == SIGQUIT || signal == SIGABRT || signal == SIGKILL;
}

} // namespace

void service::told(const command& c, instant now)
{
    switch (c.does) {
    case verb::up:
        want_ = want::up;
        once_due_ = failed_ = false;
        history_.forgive();
        start_soon(now);
        break;
    case verb::down: come_down(now); break;
    case verb::once:
        want_ = want::once;
        once_due_ = !runs();
        failed_ = false;
        start_soon(now);
        break;
    case verb::at_most:
        want_ = runs() ? want::once : want::down;
        once_due_ = false;
        break;
    case verb::exit:
        leaving_ = true;
        if (!settings_.log) come_down(now); // it ends at the end of its input, or by `d`
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

void service::come_down(instant now)
{
    want_ = want::down;
    once_due_ = false;
    begin_stop();
    advance_stop(now);
}

// A command of a person does not wait for the delay.
void service::start_soon(instant now)
{
    if (runs())
        soon_ = stop_.begun();
    else
        retry_ -= pace_.hasten(now);
}

void service::dismissed(instant now)
{
    leaving_ = true;
    want_ = want::down;
    once_due_ = false;
    if (settings_.log && custody_.alive() && !stop_.begun())
        set_out(step::drain, now + settings_.stop_timeout);
    else if (!settings_.log)
        begin_stop();
    advance_stop(now);
    dismiss_attendants(now);
}

void service::consulting(char letter, pid script, instant now)
{
    if (letter == 'u') requests_.add({.letter = letter, .of = purpose::start});
    if (letter == check_script) requests_.add({.letter = letter, .of = purpose::ready});
    if (letter == check_script) ready_.checking(now);
    requests_.begun(letter, script);
    custody_.scripts().started(script);
    dismiss_attendants(now);
}

void service::unconsulted(char letter, instant now)
{
    if (letter == 'u')
        start_allowed_ = true;
    else if (letter == check_script)
        ready_.checking(now);
    else
        settle(requests_.take(letter));
}

// Asks the script of the command first.  Without a process of the service there is
// nothing to signal, and no script to ask.  All letters wait in one line, so that they
// are obeyed in order.  Most have no script.
void service::ask_first(request r, bool group)
{
    if (!runs()) return;
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
        if (!stop_.is_at(step::main)) break;
        stop_.allow();
        if (!r.vetoed) break;
        custody_.ask(custody_.main(), asked::stop);
        owe(SIGCONT, false);
        break;
    case purpose::again:
        if (nobody) break;
        if (!r.vetoed && !stop_.begun()) note(deed::signal, settings_.stop_signal);
        if (!r.vetoed) owe(settings_.stop_signal, r.group);
        owe(SIGCONT, r.group);
        break;
    case purpose::ready: ready_.checked(r.vetoed); break;
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
    if (finish_.runs()) return; // it is for the service, which is dead
    if (custody_.main() && !group)
        owed_.push_back({custody_.main(), signal});
    else
        for (const auto& k : custody_.all()) owed_.push_back({k.seen.who, signal});
}

void service::begin_stop()
{
    if (!runs()) return;
    if (!stop_.begun() || stop_.is_at(step::drain)) {
        note(deed::stop, settings_.stop_signal);
        set_out(step::main, instant::max());
        ask_first({.letter = 't', .of = purpose::stop});
    } else if (custody_.main() && custody_.was_asked(custody_.main())) {
        ask_first({.letter = 't', .of = purpose::again}, group_); // send it again
    }
    ask_first({.letter = leaving_ ? 'x' : 'd'});
}

void service::sent(const send& s)
{
    if (s.to == custody_.main()) {
        if (s.signal == SIGTERM) termed_ = true;
        if (is_to_end(s.signal, settings_)) custody_.tell_to_end(s.to);
        if (s.signal == settings_.stop_signal && turned_ &&
            custody_.ignores(s.to, s.signal))
            stop_.main_ignores(turned_->at);
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
    if (s.signal == SIGKILL && stop_.is_at(step::kill)) {
        custody_.ask(s.to, asked::kill);
        history_.killed(s.to);
        return;
    }
    custody_.ask(s.to, s.signal == SIGTERM ? asked::term : asked::stop);
    owed_.push_back({s.to, SIGCONT}); // a stopped process reacts only to KILL
}

} // namespace foster
