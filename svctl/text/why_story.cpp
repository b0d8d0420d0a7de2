#include "svctl/text/why_story.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <string>
#include <string_view>

#include "svctl/text/sentences.h"

namespace foster {

namespace {

std::string still_alive(const status& s)
{
    std::vector<pid> all;
    for (const auto& k : s.kin) all.push_back(k.who);
    return std::to_string(all.size()) +
           (all.size() == 1 ? " process is still alive: pid "
                            : " processes are still alive: pids ") +
           pids_in_words(all);
}

std::string now_of(const status& s, stamp now)
{
    const auto since = " for " + in_words(now - s.since);
    switch (s.phase) {
    case phase::up: {
        std::string text = "The service has been up" + since + ", with pid " +
                           std::to_string(s.main.number) + " as its main process.";
        if (s.paused) text += " The main process is paused (svctl cont continues it).";
        if (!s.ready) text += " The service has not become ready.";
        return text;
    }
    case phase::starting:
        return "The service has been starting" + since +
               ": its main process may still change.";
    case phase::degraded:
        return "The service has been degraded" + since +
               ": its main process is dead, and " + still_alive(s) + '.';
    case phase::stopping:
        return "The service has been stopping" + since + ": " + still_alive(s) + '.';
    case phase::finishing:
        return "The service is dead, and its finish script has been running" + since +
               '.';
    case phase::waiting: return "The service is dead and waits for its next start.";
    case phase::failed: return "The service has failed and has been down" + since + '.';
    case phase::down: break;
    }
    return "The service has been down" + since +
           (s.want == want::down ? ", as wanted." : ", but is wanted up.");
}

// The usual meaning of an exit code or signal.
struct hint {
    bool by_signal;
    int number;
    std::string_view text;
};

constexpr auto hints = std::to_array<hint>({
    {false, 126, "a shell exits 126 if it may not execute a program"},
    {false, 127, "a shell exits 127 if it does not find a program"},
    {false, 111, "programs of this family exit 111 if the system refuses a call"},
    {false, 100, "programs of this family exit 100 after a permanent error"},
    {true, SIGTERM, "another process sent the signal, not supervise"},
    {true, SIGSEGV, "the program has a fault"},
    {true, SIGBUS, "the program or a disk has a fault"},
    {true, SIGABRT, "the program aborted, and its log may have the reason"},
    {true, SIGSYS, "the program made a system call that a filter forbids"},
});

// Returns the hint; only for a death that supervise has not caused.
std::string_view hint_of(const death& d)
{
    const bool by_signal = d.how == manner::signalled || d.how == manner::dumped;
    if (d.how == manner::unknown) return {};
    if (by_signal && d.status == SIGKILL) switch (d.oom) {
        case oom_kill::yes:
            return "since the service started, the OOM killer of the kernel has killed "
                   "in its control group";
        case oom_kill::perhaps:
            return "perhaps the OOM killer of the kernel sent it: its count has grown "
                   "(see dmesg)";
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
        return " Exit code 100 means that the service is not started again.";
    if (told.give_up_count)
        return " supervise has given up after " + std::to_string(told.give_up_count) +
               " deaths within " + limit_in_words(told.give_up_within) +
               " (restart.give-up).";
    return " Its finish script exited 125, which means that the service is not started "
           "again.";
}

std::string death_of(const status& s, stamp now)
{
    if (!s.last)
        return s.starts ? "No main process of the service has died."
                        : "The service has never been started.";
    const auto& d = s.last->of;
    const bool by_signal = d.how == manner::signalled || d.how == manner::dumped;
    std::string text =
        "The last main process, pid " + std::to_string(d.who.number) + ", ";
    if (d.how == manner::exited)
        text += "exited " + std::to_string(d.status) + ',';
    else if (by_signal)
        text += "was killed by " + in_words(d);
    else
        text += "died in an unknown way";
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
        text += (s.killed.size() == 1 ? " The last stop killed pid "
                                      : " The last stop killed pids ") +
                pids_in_words(s.killed) + '.';
    return text;
}

std::string again_in_words(const settings& told)
{
    std::string text = "supervise starts the service again, at the earliest " +
                       limit_in_words(told.delay) + " after the last start";
    if (told.delay_factor > 100)
        text += " (longer after each death, until the service stays up)";
    if (told.give_up_count)
        text += ", and gives up after " + std::to_string(told.give_up_count) +
                " deaths within " + limit_in_words(told.give_up_within);
    return text;
}

std::string after_death_in_words(const status& s, const settings& told)
{
    if (s.want == want::once || told.restart == restart::never)
        return "supervise does not start the service again";
    if (told.restart == restart::failure)
        return "unless the main process exited 0, " + again_in_words(told);
    return again_in_words(told);
}

std::string survivors_in_words(const settings& told)
{
    return told.end_survivors ? "supervise stops the remaining processes; then "
                              : "when the remaining processes are dead, ";
}

std::string next_of(const status& s, const settings& told, stamp now)
{
    switch (s.phase) {
    case phase::up:
    case phase::starting:
        return "Next: when all processes of the service are dead, " +
               after_death_in_words(s, told) + '.';
    case phase::degraded:
        return "Next: " + survivors_in_words(told) + after_death_in_words(s, told) +
               " (svctl restart does not wait).";
    case phase::stopping:
        return std::string{"Next: supervise kills the processes that do not end in time. "
                           "Then supervise "} +
               (s.want == want::up ? "starts the service again."
                                   : "leaves the service down.");
    case phase::finishing:
        return std::string{"Next: when finish has ended, supervise "} +
               (s.want == want::up ? "starts the service again."
                                   : "leaves the service down.");
    case phase::waiting:
        return s.retry ? "Next: supervise starts the service in " +
                             in_words(std::max<nanoseconds>(
                                 std::chrono::ceil<std::chrono::seconds>(*s.retry - now),
                                 0s)) +
                             " (svctl up does not wait)."
                       : "Next: supervise starts the service again.";
    case phase::failed:
        return "Next: nothing. Fix the cause, then start the service with svctl up.";
    case phase::down: break;
    }
    return "Next: nothing. Start the service with svctl up.";
}

} // namespace

std::vector<std::string> story_of(const status& s, const settings& told, stamp now,
                                  const std::optional<complaint>& last)
{
    std::vector<std::string> all{now_of(s, now), death_of(s, now)};
    if (s.phase == phase::failed) all[0] += failure_of(s, told);
    if (s.last_act && !explains(*s.last_act, s))
        all.push_back("Last action of supervise, " + in_words(now - s.last_act->when) +
                      " ago: " + in_words(*s.last_act) + '.');
    if (last && is_current(*last, s))
        all.push_back("Last complaint, " + in_words(now - last->when) +
                      " ago: " + last->text + '.');
    if (s.starts)
        all.push_back("The service has been started " +
                      (s.starts == 1 ? "once" : std::to_string(s.starts) + " times") +
                      " since its first supervisor began.");
    all.push_back(next_of(s, told, now));
    return all;
}

} // namespace foster
