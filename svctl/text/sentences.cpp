#include "svctl/text/sentences.h"

#include <algorithm>
#include <csignal>
#include <vector>

#include "lib/signals.h"

namespace foster {

namespace {

using namespace std::chrono;

// Returns the name, as "KILL"; empty if it has none.
std::string_view name_of(int signal)
{
    const auto* const named =
        std::ranges::find(signal_names, signal, &signal_name::number);
    return named != signal_names.end() ? named->name : std::string_view{};
}

std::string signal_in_words(int number)
{
    std::string text = "signal " + std::to_string(number);
    if (const auto name = name_of(number); !name.empty())
        text.append(" (").append(name) += ')';
    return text;
}

std::string two_digits(long n)
{
    return (n < 10 ? "0" : "") + std::to_string(n);
}

bool wants_life(want w)
{
    return w != want::down;
}

// Returns whether a service in this phase lives on if nothing happens.
bool leads_to_life(phase p)
{
    return p == phase::starting || p == phase::up || p == phase::degraded;
}

// Returns the time until the next try, rounded up: "1s" until the last moment.
std::string until_retry(stamp retry, stamp now)
{
    return in_words(std::max<nanoseconds>(ceil<seconds>(retry - now), 0s));
}

std::string kin_in_words(const status& s)
{
    std::vector<pid> all;
    for (const auto& k : s.kin) all.push_back(k.who);
    return (all.size() == 1 ? "pid " : "pids ") + pids_in_words(all);
}

std::string death_in_words(const status& s)
{
    if (!s.last) return "its main process is dead";
    const auto& d = s.last->of;
    const auto who = "its main process, pid " + std::to_string(d.who.number) + ", ";
    switch (d.how) {
    case manner::exited: return who + "exited " + std::to_string(d.status);
    case manner::signalled: return who + "was killed by " + signal_in_words(d.status);
    case manner::dumped:
        return who + "was killed by " + signal_in_words(d.status) + ", core dumped";
    case manner::unknown: break;
    }
    return who + "died";
}

// Returns what happens next to a service that did not come up.
std::string next_in_words(const status& s, stamp wall)
{
    switch (s.phase) {
    case phase::waiting:
        return s.retry ? "; next try in " + until_retry(*s.retry, wall)
                       : "; supervise tries again";
    case phase::degraded:
        return "; " + kin_in_words(s) +
               (s.kin.size() == 1 ? " is still alive (svctl restart stops it"
                                  : " are still alive (svctl restart stops them") +
               " and starts the service again)";
    case phase::failed:
    case phase::down: return "; supervise does not start it again";
    case phase::starting:
    case phase::up:
    case phase::stopping:
    case phase::finishing: break;
    }
    return {};
}

std::string late_in_words(std::string_view goal, nanoseconds timeout, const status& now,
                          stamp wall)
{
    std::string text{"not "};
    text.append(goal) += " after ";
    text += limit_in_words(timeout) + ": the service is " + state_in_words(now, wall);
    if (!now.kin.empty()) text += ", with " + kin_in_words(now);
    return text;
}

} // namespace

std::string pids_in_words(const std::vector<pid>& all)
{
    constexpr std::size_t most = 6;
    std::string text;
    for (std::size_t i = 0; i < std::min(all.size(), most); ++i)
        text += (i ? " " : "") + std::to_string(all[i].number);
    return all.size() > most ? text + " ..." : text;
}

std::size_t width(std::string_view text)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](unsigned char c) { return (c & 0xc0) != 0x80; }));
}

std::string shortened(const std::string& text, std::size_t most)
{
    if (most == 0 || width(text) <= most) return text;
    std::string begin;
    for (std::size_t i = 0, seen = 0; i < text.size(); ++i) {
        const bool first = (static_cast<unsigned char>(text[i]) & 0xc0) != 0x80;
        if (first && ++seen >= most) break;
        begin += text[i];
    }
    return begin + '~';
}

std::string in_words(nanoseconds time)
{
    const auto all = std::max<nanoseconds>(time, 0s);
    const auto d = floor<days>(all).count();
    const auto h = floor<hours>(all).count() % 24;
    const auto m = floor<minutes>(all).count() % 60;
    const auto s = floor<seconds>(all).count() % 60;
    if (d) return std::to_string(d) + "d " + std::to_string(h) + "h";
    if (h) return std::to_string(h) + "h " + two_digits(m) + "m";
    if (m) return std::to_string(m) + "m " + two_digits(s) + "s";
    return std::to_string(s) + "s";
}

std::string limit_in_words(nanoseconds time)
{
    return time % 1s == 0s ? in_words(time) : std::to_string(time / 1ms) + "ms";
}

std::string state_in_words(const status& s, stamp now)
{
    const bool waiting = s.phase == phase::waiting;
    std::string text{to_text(waiting ? phase::down : s.phase)};
    if (s.phase == phase::up && !s.ready) text += ", not ready";
    if (s.paused) text += ", paused";
    std::string more;
    if (wants_life(s.want) != leads_to_life(s.phase))
        more.append("wanted ").append(to_text(s.want));
    else if (s.want == want::once)
        more = "once";
    if (waiting && s.retry) more += ", next try in " + until_retry(*s.retry, now);
    return more.empty() ? text : text + " (" + more + ")";
}

std::string in_words(const death& d)
{
    switch (d.how) {
    case manner::exited: return "exit " + std::to_string(d.status);
    case manner::signalled: return signal_in_words(d.status);
    case manner::dumped: return signal_in_words(d.status) + ", core dumped";
    case manner::unknown: break;
    }
    return "unknown";
}

std::string in_words(const act& a)
{
    std::string name{name_of(a.signal)};
    if (name.empty()) name = signal_in_words(a.signal);
    const bool killed = a.signal == SIGKILL;
    const auto* const more =
        killed ? ", and sent KILL after [stop] timeout and kill-timeout" : "";
    switch (a.what) {
    case deed::signal: return "supervise sent " + name + " on request";
    case deed::stop:
        return "supervise stopped the service on request" + std::string{more};
    case deed::ready_timeout:
        return "supervise stopped the service because it was not ready in time ([ready] "
               "timeout)" +
               std::string{more};
    case deed::watchdog:
        return "supervise sent ABRT because the service sent no watchdog message in time "
               "([ready] watchdog)" +
               std::string{more};
    case deed::survivors:
        return "supervise stopped the remaining processes because the main process was "
               "dead "
               "(survivors = \"stop\")" +
               std::string{more};
    case deed::finish_timeout:
        return "supervise sent KILL to finish because it ran for too long ([finish] "
               "timeout)";
    }
    return {};
}

bool explains(const act& a, const status& s)
{
    if (!s.last || !a.ended || a.what == deed::finish_timeout) return false;
    const bool by_signal =
        s.last->of.how == manner::signalled || s.last->of.how == manner::dumped;
    if (a.what == deed::signal) return by_signal && s.last->of.status == a.signal;
    return a.what != deed::survivors;
}

bool is_current(const complaint& c, const status& s)
{
    return s.phase != phase::up || c.when >= s.since;
}

bool as_wanted(const status& s)
{
    return s.phase == (wants_life(s.want) ? phase::up : phase::down);
}

std::string not_reached_in_words(user_request what, const status& before,
                                 const status& now, stamp wall)
{
    std::string text{"not "};
    text.append(in_words(what)) += ": ";
    if (now.starts == before.starts && before.phase == phase::waiting)
        return text +
               "unable to start ./run (see svctl check and the messages of supervise)" +
               next_in_words(now, wall);
    text += death_in_words(now) + next_in_words(now, wall);
    return now.phase == phase::degraded ? text : text + " (see svctl why)";
}

std::string not_stayed_in_words(nanoseconds stay, const status& now, stamp wall)
{
    const auto text = "up, but not for " + limit_in_words(stay) + ": ";
    if (now.phase == phase::stopping) return text + "the service was stopped on request";
    const auto more = now.phase == phase::degraded ? "" : " (see svctl why)";
    return text + death_in_words(now) + next_in_words(now, wall) + more;
}

std::string killed_in_words(const status& before, const status& now)
{
    if (now.killed.empty() || now.killed == before.killed) return {};
    std::string text = "these processes did not end in time and were killed:";
    for (const pid p : now.killed) text += ' ' + std::to_string(p.number);
    return text;
}

std::string timed_out_in_words(user_request what, nanoseconds timeout, const status& now,
                               stamp wall)
{
    auto text = late_in_words(in_words(what), timeout, now, wall);
    if (stays_in_force(what))
        text += "; the command stays in force (use a longer --timeout to wait longer)";
    if (what == user_request::refresh)
        text += "; the old settings stay in force (see the messages of supervise)";
    if (what == user_request::upgrade)
        text +=
            "; its supervisor still runs the old program (see the messages of supervise)";
    return text;
}

std::string timed_out_in_words(goal what, nanoseconds timeout, const status& now,
                               stamp wall)
{
    return late_in_words(in_words(what), timeout, now, wall) + " (see svctl why)";
}

std::string_view in_words(user_request what)
{
    switch (what) {
    case user_request::up:
    case user_request::once: return "up";
    case user_request::restart: return "up again";
    case user_request::down: return "down";
    case user_request::exit: return "gone";
    case user_request::pause: return "paused";
    case user_request::cont: return "running again";
    case user_request::kill: return "killed";
    case user_request::upgrade: return "upgraded";
    case user_request::refresh: return "refreshed";
    }
    return "so";
}

std::string_view in_words(goal what)
{
    switch (what) {
    case goal::up: return "up";
    case goal::down: return "down";
    case goal::ready: return "ready";
    case goal::degraded: return "degraded";
    case goal::failed: return "failed";
    }
    return "so";
}

} // namespace foster
