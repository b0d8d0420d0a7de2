#include "svctl/text/event.h"

#include <csignal>
#include <utility>

#include "lib/printable.h"
#include "svctl/text/sentences.h"

namespace foster {

namespace {

std::string phase_in_words(const status& s)
{
    auto text = state_in_words(s, s.since);
    const bool lives = s.phase == phase::up || s.phase == phase::starting;
    if (lives && s.main) text += ", pid " + std::to_string(s.main.number);
    if (s.phase != phase::degraded) return text;
    std::vector<pid> left;
    for (const auto& k : s.kin) left.push_back(k.who);
    return text + ": its main process is dead, and " +
           (left.size() == 1 ? "pid " : "pids ") + pids_in_words(left) +
           (left.size() == 1 ? " is still alive" : " are still alive");
}

std::string starts_in_words(const status& before, const status& now)
{
    const auto starts = now.starts - before.starts;
    std::string text{"started"};
    if (starts > 1) text += ' ' + std::to_string(starts) + " times";
    if (now.shown()) text += ", pid " + std::to_string(now.shown().number);
    return text;
}

std::string main_in_words(pid before, pid now)
{
    auto text = "its main process is now pid " + std::to_string(now.number);
    return before ? text + " (was pid " + std::to_string(before.number) + ')' : text;
}

class teller {
  public:
    teller(const status& before, const status& now, stamp wall)
        : before_(before), now_(now), then_(before.phase == now.phase ? wall : now.since)
    {
    }

    std::vector<event> all()
    {
        if (before_.want != now_.want)
            say("wanted", "wanted " + std::string{to_text(now_.want)});
        // A dead main process was started before its death; a living one was started
        // after the last death.
        if (!now_.shown()) starts();
        ends();
        if (now_.shown()) starts();
        phases();
        if (now_.paused && !before_.paused) say("paused", "paused");
        if (before_.paused && !now_.paused) say("continued", "continued");
        if (before_.says != now_.says && !now_.says.empty())
            say("status-text", "says: " + printable(now_.says));
        acts();
        if (now_.renewed && before_.renewed != now_.renewed)
            say("upgraded", "its supervisor is the installed program now", *now_.renewed);
        return std::move(told_);
    }

  private:
    void say(std::string_view what, std::string text)
    {
        say(what, std::move(text), then_);
    }
    void say(std::string_view what, std::string text, stamp when)
    {
        told_.push_back({what, std::move(text), when});
    }

    void starts()
    {
        if (now_.starts > before_.starts) say("started", starts_in_words(before_, now_));
    }

    void ends()
    {
        const auto& last = now_.last;
        const auto& known = before_.last;
        if (last && (!known || last->when != known->when || last->of != known->of))
            say("died",
                "its main process, pid " + std::to_string(last->of.who.number) +
                    ", is dead: " + in_words(last->of),
                last->when);
        if (!now_.killed.empty() && now_.killed != before_.killed)
            say("killed", "these processes were killed: " + pids_in_words(now_.killed));
    }

    // Adds the last act of supervise.  The phases show a stop, and other events show a
    // pause.
    void acts()
    {
        const auto& last = now_.last_act;
        if (!last || last == before_.last_act || last->what == deed::stop) return;
        const bool paused = last->signal == SIGSTOP || last->signal == SIGCONT;
        if (last->what != deed::signal || !paused)
            say("acted", in_words(*last), last->when);
    }

    void phases()
    {
        // A start implies the phase `starting`.
        const bool begun = now_.starts > before_.starts && now_.phase == phase::starting;
        if (before_.phase != now_.phase && !begun)
            say(to_text(now_.phase), phase_in_words(now_), now_.since);
        else if (now_.phase == phase::up && now_.ready && !before_.ready)
            say("ready", "ready");
        else if (now_.phase == phase::up && before_.ready && !now_.ready)
            say("unready", "not ready");
        if (now_.main && now_.main != before_.main && before_.phase == now_.phase &&
            before_.starts == now_.starts)
            say("main", main_in_words(before_.main, now_.main));
    }

    const status& before_;
    const status& now_;
    stamp then_; // for events without a time of their own
    std::vector<event> told_;
};

} // namespace

std::vector<event> events_between(const std::optional<status>& before,
                                  const std::optional<status>& now, stamp wall)
{
    if (before && now) return teller{*before, *now, wall}.all();
    if (now) return {{"supervised", "supervised: " + phase_in_words(*now), wall}};
    if (before) return {{"unsupervised", "not supervised any more", wall}};
    return {};
}

} // namespace foster
