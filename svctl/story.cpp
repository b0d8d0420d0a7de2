#include "svctl/story.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <string>
#include <string_view>

#include "svctl/report.h"

namespace foster {

namespace {

std::string lives_on(const status& s)
{
    std::vector<pid> all;
    for (const auto& k : s.kin) all.push_back(k.who);
    return std::to_string(all.size()) +
           (all.size() == 1 ? " process of it lives on: pid "
                            : " processes of it live on: pids ") +
           pids_in_words(all);
}

std::string now_of(const status& s, stamp now)
{
    const auto since = " for " + in_words(now - s.since);
    switch (s.phase) {
    case phase::up: {
        std::string text = "It has been up" + since + ", with pid " +
                           std::to_string(s.main.number) + " as its main";
        if (s.paused) text += ", and is paused (svctl cont has it go on)";
        if (!s.ready) text += ", but has not become ready";
        return text + '.';
    }
    case phase::starting:
        return "It has been starting" + since +
               ": which of its processes is the main may still change.";
    case phase::degraded:
        return "It has been degraded" + since + ": its main is dead, and " + lives_on(s) +
               '.';
    case phase::stopping:
        return "It has been stopping" + since + ": " + lives_on(s) + '.';
    case phase::finishing:
        return "It is dead, and its script finish has run" + since + '.';
    case phase::waiting: return "It is dead, and waits for its next start.";
    case phase::failed: return "It has failed, and has been down" + since + '.';
    case phase::down: break;
    }
    return "It has been down" + since +
           (s.want == want::down ? ", as it is wanted." : ", though it is wanted up.");
}

// The usual meaning of an exit code or signal.
struct hint {
    bool by_signal;
    int number;
    std::string_view text;
};

constexpr auto hints = std::to_array<hint>({
    {false, 126, "126 is what a shell says of a program that it may not execute"},
    {false, 127, "127 is what a shell says of a program that it does not find"},
    {false, 111, "111 is what programs of this family say when the system refuses"},
    {false, 100, "100 is what programs of this family say when trying again is vain"},
    {true, SIGTERM, "another process sent it, not supervise"},
    {true, SIGSEGV, "that is a fault in the program"},
    {true, SIGBUS, "that is a fault in the program, or of a disk"},
    {true, SIGABRT, "the program gave itself up: its log may say why"},
    {true, SIGSYS, "it made a system call that a filter forbids it"},
});

// Returns the hint; only for a death that supervise has not caused.
std::string_view hint_of(const death& d)
{
    const bool by_signal = d.how == manner::signalled || d.how == manner::dumped;
    if (d.how == manner::unknown) return {};
    if (by_signal && d.status == SIGKILL) switch (d.oom) {
        case oom_kill::yes:
            return "the kernel's OOM killer sent it, since the control group was out of "
                   "memory";
        case oom_kill::perhaps:
            return "perhaps the kernel's OOM killer sent it: its count has grown (see "
                   "dmesg)";
        case oom_kill::no:
            return "another process sent it, not supervise, and the kernel has counted "
                   "no OOM kill";
        }
    for (const auto& h : hints)
        if (h.number == d.status && h.by_signal == by_signal) return h.text;
    return {};
}

// Returns why a failed service is not started again.
std::string failure_of(const status& s, const settings& told)
{
    const bool exited = s.last && s.last->of.how == manner::exited;
    if (exited && s.last->of.status == 100)
        return " Exit code 100 means that it is not started again.";
    if (told.give_up_count)
        return " supervise has given up after " + std::to_string(told.give_up_count) +
               " deaths within " + limit_in_words(told.give_up_within) +
               " (restart.give-up).";
    return " Its finish exited 125, which means that it is not started again.";
}

std::string death_of(const status& s, stamp now)
{
    if (!s.last)
        return s.starts ? "No main of it has died." : "It has never been started.";
    const auto& d = s.last->of;
    const bool by_signal = d.how == manner::signalled || d.how == manner::dumped;
    std::string text = "Its last main, pid " + std::to_string(d.who.number) + ", ";
    if (d.how == manner::exited)
        text += "exited " + std::to_string(d.status) + ',';
    else if (by_signal)
        text += "was killed by " + in_words(d);
    else
        text += "died, and nobody saw how";
    text += ' ' + in_words(now - s.last->when) + " ago";
    if (s.last_act && explains(*s.last_act, s))
        text += ": " + in_words(*s.last_act);
    else if (const auto hint = hint_of(d); !hint.empty())
        text.append(": ").append(hint);
    text += '.';
    for (bool first = true; const auto& e : s.earlier) {
        text += first ? " Before that: " : "; ";
        first = false;
        text += in_words(e.of) + ", " + in_words(now - e.when) + " ago";
    }
    if (!s.earlier.empty()) text += '.';
    if (!s.killed.empty())
        text += " The last stop had to kill " + pids_in_words(s.killed) + '.';
    return text;
}

std::string again_in_words(const settings& told)
{
    std::string text = "it is started again, at the earliest " +
                       limit_in_words(told.delay) + " after its last start";
    if (told.delay_factor > 100) text += " (longer each time, until it lives on)";
    if (told.give_up_count)
        text += ", and given up after " + std::to_string(told.give_up_count) +
                " deaths within " + limit_in_words(told.give_up_within);
    return text;
}

std::string after_death_in_words(const status& s, const settings& told)
{
    if (s.want == want::once || told.restart == restart::never)
        return "it is not started again";
    if (told.restart == restart::failure)
        return "other than by exit 0, " + again_in_words(told);
    return again_in_words(told);
}

std::string survivors_in_words(const settings& told)
{
    return told.end_survivors ? "those are stopped, and then "
                              : "when the last of those has died, ";
}

std::string next_of(const status& s, const settings& told, stamp now)
{
    const auto up = "svctl up starts it";
    switch (s.phase) {
    case phase::up:
    case phase::starting:
        return "When it dies, with all that belongs to it, " +
               after_death_in_words(s, told) + '.';
    case phase::degraded:
        return "Next: " + survivors_in_words(told) + after_death_in_words(s, told) +
               " (svctl restart does not wait for that).";
    case phase::stopping:
        return std::string{"Next: whoever does not go is killed, and then it is "} +
               (s.want == want::up ? "started again." : "down.");
    case phase::finishing:
        return std::string{"Next: when finish has ended it is "} +
               (s.want == want::up ? "started again." : "down.");
    case phase::waiting:
        return s.retry ? "Next: it is started in " +
                             in_words(std::max<nanoseconds>(
                                 std::chrono::ceil<std::chrono::seconds>(*s.retry - now),
                                 0s)) +
                             " (svctl up does not wait for that)."
                       : "Next: it is started again.";
    case phase::failed:
        return std::string{"Next: nothing, until somebody has mended it; then "} + up +
               '.';
    case phase::down: break;
    }
    return std::string{"Next: nothing; "} + up + '.';
}

// Returns whether the complaint is current.  A complaint from before the present start
// has been overcome.
bool is_of_now(const complaint& c, const status& s)
{
    return s.phase != phase::up || c.when >= s.since;
}

} // namespace

std::vector<std::string> story_of(const status& s, const settings& told, stamp now)
{
    std::vector<std::string> all{now_of(s, now), death_of(s, now)};
    if (s.phase == phase::failed) all[0] += failure_of(s, told);
    if (s.last_act && !explains(*s.last_act, s))
        all.push_back("Last act of supervise, " + in_words(now - s.last_act->when) +
                      " ago: " + in_words(*s.last_act) + '.');
    if (s.complaint && is_of_now(*s.complaint, s))
        all.push_back("Last complaint, " + in_words(now - s.complaint->when) +
                      " ago: " + s.complaint->text + '.');
    if (s.starts)
        all.push_back("It has been started " +
                      (s.starts == 1 ? "once" : std::to_string(s.starts) + " times") +
                      " since its first supervise.");
    all.push_back(next_of(s, told, now));
    return all;
}

} // namespace foster
