#include "t/model/mutants.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <string>
#include <vector>

#include "t/model/passer.h"

namespace foster::model {

namespace {

template<class Wrong>
turn::outcome take_by(kernel& k, service& s, std::optional<status>& told,
                      std::string_view letters)
{
    Wrong wrong{k};
    return take_turn(wrong, s, told, letters);
}

// Takes SIGCHLD for one death.
struct one_reap : passer {
    using passer::passer;
    std::optional<death> reap() noexcept override
    {
        if (std::exchange(reaped, true)) return std::nullopt;
        return inner.reap();
    }
    bool death_waits() noexcept override { return false; }
    bool reaped = false;
};

// Takes the run process for the whole service.
struct only_run : passer {
    using passer::passer;
    std::optional<death> reap() noexcept override
    {
        auto d = inner.reap();
        dead = dead || d;
        return d;
    }
    bool alone() noexcept override { return dead || inner.alone(); }
    bool dead = false;
};

// Decides death by a list of children that was read before the reaping.
struct list_first : passer {
    explicit list_first(kernel& k) : passer(k) { k.children(list, {}, false); }
    std::optional<death> reap() noexcept override
    {
        auto d = inner.reap();
        if (d) std::erase_if(list, [&](const child& c) { return c.who == d->who; });
        reaped = reaped || d;
        return d;
    }
    bool alone() noexcept override { return list.empty() && (reaped || inner.alone()); }
    std::vector<child> list;
    bool reaped = false;
};

// Sees the children of the dead before it reads their death.
struct heir_before_death : passer {
    using passer::passer;
    bool death_waits() noexcept override { return false; }
};

// Takes a crash for a hand-over.
struct crash_is_exit : passer {
    using passer::passer;
    std::optional<death> reap() noexcept override
    {
        auto d = inner.reap();
        if (d) *d = {d->who, manner::exited, 0};
        return d;
    }
};

// Elects the child with the lowest pid.
struct lowest_pid : passer {
    using passer::passer;
    bool children(std::vector<child>& into, std::span<const pid> known,
                  bool count) noexcept override
    {
        const bool complete = inner.children(into, known, count);
        std::ranges::sort(into, {}, &child::who);
        for (auto& c : into) c.start = c.below = 0;
        return complete;
    }
};

// Elects the child that was adopted last.
struct last_adopted : passer {
    using passer::passer;
    bool children(std::vector<child>& into, std::span<const pid> known,
                  bool count) noexcept override
    {
        const bool complete = inner.children(into, known, count);
        std::ranges::reverse(into);
        for (auto& c : into) c.start = c.below = 0;
        return complete;
    }
};

// Signals a process that it has reaped.
struct late_signal : passer {
    using passer::passer;
    std::optional<death> reap() noexcept override
    {
        auto d = inner.reap();
        if (d) inner.signal(d->who, SIGTERM);
        return d;
    }
};

// Never lists the children.
struct never_looks : passer {
    using passer::passer;
    bool children(std::vector<child>& into, std::span<const pid>, bool) noexcept override
    {
        into.clear();
        return true;
    }
};

// Sees only the first child.
struct sees_one : passer {
    using passer::passer;
    bool children(std::vector<child>& into, std::span<const pid> known,
                  bool count) noexcept override
    {
        const bool complete = inner.children(into, known, count);
        into.resize(std::min<std::size_t>(into.size(), 1));
        return complete;
    }
};

// Takes the service for dead too early, and publishes nothing.
struct dies_in_silence : only_run {
    using only_run::only_run;
    bool publish(const status&) noexcept override { return true; }
};

// Kills only the main process.
struct spares_others : passer {
    using passer::passer;
    void signal(pid to, int s) noexcept override
    {
        if (s != SIGKILL) inner.signal(to, s);
    }
};

// Does not reap the zombies of bystanders.
struct reaps_its_own : passer {
    using passer::passer;
    std::optional<death> reap() noexcept override
    {
        std::vector<child> mine;
        inner.children(mine, {}, false);
        return mine.size() > 2 ? std::nullopt : inner.reap();
    }
    bool death_waits() noexcept override { return false; }
};

// Treats a login like any other process.
struct knows_no_login : passer {
    using passer::passer;
    bool children(std::vector<child>& into, std::span<const pid> known,
                  bool count) noexcept override
    {
        const bool complete = inner.children(into, known, count);
        for (auto& c : into) c.login = no_login;
        return complete;
    }
};

// Takes a look that may have missed a process for a complete one.
struct looks_badly : passer {
    using passer::passer;
    bool children(std::vector<child>& into, std::span<const pid> known,
                  bool count) noexcept override
    {
        inner.children(into, known, count);
        std::erase_if(into, [](const child& c) { return c.login == no_login; });
        return true;
    }
};

// Takes a refused spawn for a start.
struct spawn_is_start : passer {
    using passer::passer;
    spawned spawn(std::uint64_t n) noexcept override
    {
        const auto s = inner.spawn(n);
        return s.run ? s : spawned{.run = {60}};
    }
    bool publish(const status& s) noexcept override
    {
        status bare = s;
        bare.phase = phase::starting;
        bare.main = {};
        bare.kin.clear();
        return inner.publish(bare);
    }
};

// Publishes `down` as soon as a stop is requested.
struct says_down_early : passer {
    using passer::passer;
    bool publish(const status& s) noexcept override
    {
        status lie = s;
        if (s.phase == phase::stopping) {
            lie.main = {};
            lie.kin.clear();
        }
        return inner.publish(lie);
    }
};

// Publishes a process that it has just reaped.
struct says_main_late : passer {
    using passer::passer;
    std::optional<death> reap() noexcept override
    {
        auto d = inner.reap();
        if (d) last = d->who;
        return d;
    }
    bool publish(const status& s) noexcept override
    {
        status lie = s;
        if (!s.main && last) lie.main = last;
        return inner.publish(lie);
    }
    pid last{};
};

// Takes every process that supervise has started for a script process.
struct knows_no_session : passer {
    using passer::passer;
    bool children(std::vector<child>& into, std::span<const pid> known,
                  bool count) noexcept override
    {
        const bool complete = inner.children(into, known, count);
        for (auto& c : into) c.session = {};
        return complete;
    }
};

// Inverts the exit codes of scripts.
struct misreads_scripts : passer {
    using passer::passer;
    std::optional<death> reap() noexcept override
    {
        auto d = inner.reap();
        if (d && d->how == manner::exited) d->status = !d->status;
        return d;
    }
};

// Starts the service while control/u runs.
struct starts_beside : passer {
    using passer::passer;
    spawned consult(char letter) noexcept override
    {
        const auto begun = inner.consult(letter);
        return letter == 'u' ? spawned{.error = ENOENT} : begun;
    }
};

// Publishes `down` while script processes live.
struct forgets_attendants : passer {
    using passer::passer;
    bool publish(const status& s) noexcept override
    {
        status lie = s;
        if (s.phase == phase::finishing) lie.phase = phase::down;
        return inner.publish(lie);
    }
};

// Asks script processes to end, but never kills them.
struct spares_attendants : passer {
    using passer::passer;
    void signal_group(pid to, pid session, int s) noexcept override
    {
        if (s != SIGKILL) inner.signal_group(to, session, s);
    }
};

// Waits for script processes before the service counts as dead.
struct waits_for_attendants : passer {
    using passer::passer;
    bool children(std::vector<child>& into, std::span<const pid> known,
                  bool count) noexcept override
    {
        inner.children(into, known, count);
        return false;
    }
};

// Takes every service that has ever been alive for ready.
struct always_ready : passer {
    using passer::passer;
    std::optional<notice> hear() noexcept override
    {
        inner.hear();
        if (std::exchange(said, true)) return std::nullopt;
        return notice{.ready = true};
    }
    bool said = false;
};

// Reads no notice.
struct never_hears : passer {
    using passer::passer;
    std::optional<notice> hear() noexcept override { return std::nullopt; }
};

// Does not know that the machine can be suspended.
struct knows_no_sleep : passer {
    using passer::passer;
    moment now() noexcept override
    {
        auto m = inner.now();
        m.slept = 0s;
        return m;
    }
};

// Ignores notices of readiness.
struct never_ready : passer {
    using passer::passer;
    std::optional<notice> hear() noexcept override
    {
        inner.hear();
        return std::nullopt;
    }
};

// Judges deadlines before it reads the waiting notices.
turn::outcome judges_first(kernel& k, service& s, std::optional<status>& told,
                           std::string_view letters)
{
    never_hears deaf{k};
    take_turn(deaf, s, told, letters);
    return take_turn(k, s, told, "");
}

// Counts time in which nothing ran, as if each turn came on time.
turn::outcome counts_all_time(kernel& k, service& s, std::optional<status>& told,
                              std::string_view letters)
{
    knows_no_sleep awake{k};
    const auto now = awake.now();
    for (auto ago = 5000ms; ago > 0ms; ago -= 100ms)
        s.woken({now.at - ago, now.wall - ago});
    return take_turn(awake, s, told, letters);
}

// Takes an inherited service for one whose notices arrive.
turn::outcome hears_nothing_new(kernel& k, service& s, std::optional<status>& told,
                                std::string_view letters)
{
    s.noticed({}, {}, k.now().at);
    return take_turn(k, s, told, letters);
}

// Believes a notice of any process.
struct believes_anybody : passer {
    using passer::passer;
    pid branch(pid) noexcept override
    {
        std::vector<child> all;
        inner.children(all, {}, false);
        return all.empty() ? pid{} : all.front().who;
    }
};

// Reaps the dead before it reads the adoption notices about their children.
struct reaps_first : passer {
    using passer::passer;
    std::optional<death> reap() noexcept override
    {
        auto d = inner.reap();
        reaped = !d;
        return d;
    }
    std::optional<foster::adoption> adopted() noexcept override
    {
        return reaped ? inner.adopted() : std::nullopt;
    }
    bool reaped = false;
};

// Takes all orphans for those of the newest branch.
struct knows_one_branch : passer {
    using passer::passer;
    std::optional<foster::adoption> adopted() noexcept override
    {
        auto a = inner.adopted();
        if (!a) return a;
        std::vector<child> all;
        inner.children(all, {}, false);
        if (!all.empty()) a->branch = all.back().who;
        return a;
    }
};

// Believes an adoption notice that a process has sent by sigqueue(3): it names a
// bystander.
struct believes_forgers : passer {
    using passer::passer;
    bool children(std::vector<child>& into, std::span<const pid> known,
                  bool count) noexcept override
    {
        const bool complete = inner.children(into, known, count);
        if (!known.empty() && !into.empty() && !forged)
            forged = foster::adoption{into.back().who, known.front()};
        return complete;
    }
    std::optional<foster::adoption> adopted() noexcept override
    {
        auto a = inner.adopted();
        if (a || !forged || said) return a;
        said = true;
        return forged;
    }
    std::optional<foster::adoption> forged;
    bool said = false;
};

// Takes an orphan without a notice for a stranger, as if no notice could be lost.
struct misses_no_loss : passer {
    using passer::passer;
    bool children(std::vector<child>& into, std::span<const pid> known,
                  bool count) noexcept override
    {
        const bool complete = inner.children(into, known, count);
        seen = into;
        return complete;
    }
    std::optional<foster::adoption> adopted() noexcept override
    {
        auto a = inner.adopted();
        if (a || seen.size() < 2) return a;
        a = foster::adoption{seen.back().who, seen.front().who};
        seen.pop_back();
        return a;
    }
    std::vector<child> seen;
};

// Reads no command while it waits to start again.
turn::outcome deaf_while_waiting(kernel& k, service& s, std::optional<status>& told,
                                 std::string_view letters)
{
    const bool waiting = told && told->phase == phase::waiting;
    return take_turn(k, s, told, waiting ? std::string_view{} : letters);
}

// Ignores a start command while it waits to start again.
turn::outcome deaf_to_up(kernel& k, service& s, std::optional<status>& told,
                         std::string_view letters)
{
    std::string others{letters};
    if (told && told->phase == phase::waiting) std::erase(others, 'u');
    return take_turn(k, s, told, others);
}

// Obeys every letter twice: when read, and after the turn.
turn::outcome obeys_twice(kernel& k, service& s, std::optional<status>& told,
                          std::string_view letters)
{
    const std::string twice = std::string{letters} + std::string{letters};
    return take_turn(k, s, told, twice);
}

// Never restarts a dead service.
turn::outcome never_again(kernel& k, service& s, std::optional<status>& told,
                          std::string_view letters)
{
    auto done = take_turn(k, s, told, letters);
    if (told && told->phase == phase::waiting) done.until.reset();
    return done;
}

// Starts a second instance for `up`.
turn::outcome up_starts_another(kernel& k, service& s, std::optional<status>& told,
                                std::string_view letters)
{
    const auto done = take_turn(k, s, told, letters);
    if (letters.find('u') != letters.npos && told->main) k.spawn(told->starts + 1);
    return done;
}

// Restarts a service that has failed for good.
turn::outcome never_gives_up(kernel& k, service& s, std::optional<status>& told,
                             std::string_view letters)
{
    const auto done = take_turn(k, s, told, letters);
    return told && told->phase == phase::failed ? take_turn(k, s, told, "u") : done;
}

// Upgrades at once, whatever is in progress.
turn::outcome renews_at_once(kernel& k, service& s, std::optional<status>& told,
                             std::string_view letters)
{
    auto done = take_turn(k, s, told, letters);
    done.renew = done.renew || letters.find('e') != letters.npos;
    return done;
}

// Restarts at once.
turn::outcome impatient(kernel& k, service& s, std::optional<status>& told,
                        std::string_view letters)
{
    auto done = take_turn(k, s, told, letters);
    if (told && told->phase == phase::waiting) k.spawn(told->starts + 1);
    return done;
}

// Takes the time of the recovery for the time of the launch, as version 0.1.0 did.
void recovers_as_launch(predecessor& was, moment now)
{
    was.launched = now.at;
}

// Reads only the last status.
void reads_no_record(predecessor& was, moment)
{
    was.run = {};
    was.launched.reset();
    for (auto& k : was.said.kin) k.how = came::adopted;
}

// Takes a run process for the daemon once it was shown as up.
void forgets_the_run(predecessor& was, moment)
{
    if (was.said.phase == phase::up) was.run = {};
}

// Takes the empty pid file of a dead service for the mark of an end.
void forgets_the_dead(predecessor& was, moment)
{
    if (was.said.shown()) return;
    was = {};
    was.said.want = want::up;
}

// Sends TERM without a command, so that its exit 0 is a hand-over.
turn::outcome tells_by_itself(kernel& k, service& s, std::optional<status>& told,
                              std::string_view letters)
{
    if (letters.find('t') != letters.npos && told && told->main) {
        k.signal(told->main, SIGTERM);
        letters = {};
    }
    return take_turn(k, s, told, letters);
}

// Starts finish before the death is handled, and again with the next death.
turn::outcome finishes_twice(kernel& k, service& s, std::optional<status>& told,
                             std::string_view letters)
{
    auto done = take_turn(k, s, told, letters);
    if (told && told->phase == phase::waiting) k.finish({});
    return done;
}

} // namespace

std::span<const mutant> mutants()
{
    static const std::vector<mutant> all = {
        {"one reap per wake-up", "two orphans die at once", promise::zombie,
         take_by<one_reap>},
        {"dead when the run process dies", "single fork", promise::gone,
         take_by<only_run>},
        {"restart while survivors live", "workers outlive the main", promise::gone,
         take_by<only_run>},
        {"dead by a list made before the reaping", "triple fork", promise::gone,
         take_by<list_first>},
        {"heirs seen before the death is heard", "heir and helper", promise::main,
         take_by<heir_before_death>},
        {"heir chosen after a crash while settling", "crash while settling",
         promise::phase, take_by<crash_is_exit>},
        {"lowest pid as main", "the main is not the first child", promise::main,
         take_by<lowest_pid>},
        {"last adopted as main", "several equals", promise::main, take_by<last_adopted>},
        {"signal after the reap", "double fork", promise::custody, take_by<late_signal>},
        {"children are never looked for", "down in a double fork", promise::gone,
         take_by<never_looks>},
        {"a straggler is forgotten", "helper double-forks under a living main",
         promise::known, take_by<sees_one>},
        {"dead in silence", "single fork", promise::dead, take_by<dies_in_silence>},
        {"only TERM", "down against a straggler that ignores TERM", promise::rests,
         take_by<spares_others>},
        {"zombies of strangers are left", "zombies handed over", promise::zombie,
         take_by<reaps_its_own>},
        {"a refused spawn is a start", "spawn refused twice", promise::counted,
         take_by<spawn_is_start>},
        {"down is said before it is so", "down", promise::gone, take_by<says_down_early>},
        {"the status names the dead", "main is killed", promise::named,
         take_by<says_main_late>},
        {"a login taken for the service", "a login outlives the main", promise::again,
         take_by<knows_no_login>},
        {"a login is put down", "down spares logins", promise::spared,
         take_by<knows_no_login>},
        {"deserted by half a look", "a login outlives the main", promise::gone,
         take_by<looks_badly>},
        {"deaf while waiting", "down during the delay", promise::phase,
         deaf_while_waiting},
        {"a start waits for its delay", "up in a long delay", promise::prompt,
         deaf_to_up},
        {"a command obeyed twice", "HUP at rest", promise::obeyed, obeys_twice},
        {"never started again", "main is killed", promise::again, never_again},
        {"started again at once", "foreground is killed", promise::paced, impatient},
        {"never given up", "given up", promise::phase, never_gives_up},
        {"renewed in the middle of a stop", "renewed while it is stopped", promise::phase,
         renews_at_once},
        {"renewed in the middle of finish", "renewed while finish runs", promise::dead,
         renews_at_once},
        {"finish runs twice", "finish", promise::finished, finishes_twice},
        {"attendants known by their pids", "control leaves a daemon", promise::attended,
         take_by<knows_no_session>},
        {"a veto is no veto", "control forbids", promise::obeyed,
         take_by<misreads_scripts>},
        {"every script is a veto", "control forbids nothing", promise::obeyed,
         take_by<misreads_scripts>},
        {"started beside control/u", "control/u, then a start", promise::allowed,
         take_by<starts_beside>},
        {"down while attendants live", "control leaves a daemon, down",
         promise::dismissed, take_by<forgets_attendants>},
        {"attendants are never killed", "control/t hangs, down", promise::rests,
         take_by<spares_attendants>},
        {"a start waits for attendants", "control leaves a daemon, killed",
         promise::rests, take_by<waits_for_attendants>},
        {"ready by being alive", "ready, then killed", promise::ready,
         take_by<always_ready>},
        {"anybody is believed", "a script says ready by sd_notify", promise::ready,
         take_by<believes_anybody>},
        {"late before it is heard", "watched, and speaks at the last moment",
         promise::fair, judges_first},
        {"late while everything stands still", "watched, and everything stands still",
         promise::fair, counts_all_time},
        {"late while the machine is suspended", "watched, and the machine is suspended",
         promise::fair, counts_all_time},
        {"not ready before it is heard", "ready at the last moment", promise::fair,
         judges_first},
        {"a service taken back is late unheard", "watched, and supervise is killed",
         promise::audible, hears_nothing_new},
        {"deaf to readiness", "ready when it says so", promise::ready,
         take_by<never_ready>},
        {"reaped before the notices are read",
         "single fork",
         promise::at_once,
         take_by<reaps_first>,
         {},
         64},
        {"an heir of another branch",
         "heir and helper",
         promise::right,
         take_by<knows_one_branch>,
         {},
         64},
        {"a forged notice is believed",
         "a login stays while finish runs",
         promise::one,
         take_by<believes_forgers>,
         {},
         64},
        {"lost notices are not missed",
         "a login's orphan outlives the main",
         promise::rests,
         take_by<misses_no_loss>,
         {},
         1},
        {.name = "the recovery is taken for the launch",
         .story = "supervise is killed in a double fork",
         .breaks = promise::gone,
         .take = take_turn,
         .reads = recovers_as_launch},
        {.name = "the records are not read",
         .story = "supervise is killed in a slow restart, and the disk is full",
         .breaks = promise::phase,
         .take = take_turn,
         .reads = reads_no_record},
        {.name = "a run process that was up is no launcher",
         .story = "supervise is killed beside a parent that waits",
         .breaks = promise::phase,
         .take = take_turn,
         .reads = forgets_the_run},
        {.name = "who is down has left nothing",
         .story = "down, then supervise is killed",
         .breaks = promise::phase,
         .take = take_turn,
         .reads = forgets_the_dead},
        {"a child follows a run process that was told to end",
         "told to end in the foreground beside a login", promise::again, tells_by_itself},
        {"up starts another", "down, up", promise::one, up_starts_another},
    };
    return all;
}

const story& story_named(std::string_view name)
{
    const auto* const found = std::ranges::find(stories, name, &story::name);
    if (found == stories.end()) throw std::invalid_argument(std::string{name});
    return *found;
}

} // namespace foster::model
