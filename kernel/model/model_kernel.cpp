#include "kernel/model/model_kernel.h"

#include <algorithm>
#include <utility>

namespace foster::model {

namespace {

constexpr stamp boot{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};

// Returns whether a process of the service lives.
bool anybody(const process_table& t)
{
    return t.any_living(process_table::supervisor) || t.any_living(process_table::init);
}

std::size_t mix(std::size_t seed, std::uint64_t value)
{
    seed ^= value + 0x9e3779b97f4a7c15 + (seed << 6) + (seed >> 2);
    return seed * 0xff51afd7ed558ccd;
}

} // namespace

moment time_of(const world& w)
{
    return {w.clock, boot + w.clock.time_since_epoch(), w.slept};
}

std::uint64_t ticks(const world& w)
{
    return static_cast<std::uint64_t>(w.clock.time_since_epoch() / clock_tick);
}

const scripts& life_of(const repertoire& lives, unsigned launch)
{
    if (launch == finish_launch) return lives.finish;
    if (control_launch - launch < lives.controls.size())
        return lives.controls[control_launch - launch].does;
    return lives.runs[std::min<std::size_t>(launch, lives.runs.size()) - 1];
}

std::size_t hash_of(const world& w)
{
    auto h = static_cast<std::size_t>(w.clock.time_since_epoch().count());
    h = mix(h, static_cast<std::uint64_t>(w.finishes) << 32 | w.launches << 1 | w.down);
    h = mix(h, w.table.child_signal());
    h = mix(h, w.happened << 8 | w.letters.size());
    h = mix(h, w.ticks << 8 | w.unwritten);
    h = mix(h, static_cast<std::uint64_t>((w.still + w.slept).count()));
    h = mix(h, static_cast<std::uint64_t>(w.heard.at.time_since_epoch().count()));
    const auto& a = w.after;
    h = mix(h, a.count << 3 | a.killed << 2 | a.bereft << 1 | a.reads_list);
    h = mix(h, a.pipe.size() << 32 | a.reaped.size() << 16 | a.wards.all().size());
    for (const auto& p : w.table.all()) {
        h = mix(h, static_cast<std::uint64_t>(p.self.number) << 32 |
                       static_cast<std::uint64_t>(p.parent.number) << 8 | p.dying << 1 |
                       p.dead);
        h = mix(h, p.pending << 8 ^ p.order);
        for (const auto& f : p.frames) h = mix(h, f.body << 16 | f.at);
    }
    return h;
}

std::size_t points::point_hash::operator()(const point& p) const
{
    std::size_t h = hash_of(p.outside);
    for (const auto a : p.answers) h = mix(h, a);
    return h;
}

std::size_t points::number(const world& w, const std::vector<std::uint64_t>& answers)
{
    return numbers_.try_emplace({w, answers}, numbers_.size()).first->second;
}

moment model_kernel::now() noexcept
{
    turn_began_ = world_.clock;
    still_ = world_.still;
    return time_of(world_);
}

kernel::spawned model_kernel::spawn(std::uint64_t number) noexcept
{
    others_run();
    if (world_.after.killed) return {.run = {}, .error = EAGAIN};
    check(!anybody(world_.table), promise::one);
    check(lives_.finish.empty() || world_.finishes == world_.launches, promise::finished);
    const auto u = std::ranges::find(lives_.controls, 'u', &repertoire::control::letter);
    const auto which = static_cast<unsigned>(u - lives_.controls.begin());
    check(
        u == lives_.controls.end() ||
            (world_.asked_to_start && !world_.table.any_verdict(control_launch - which)),
        promise::allowed);
    world_.asked_to_start = false;
    check(world_.launches == 0 || turn_began_ >= world_.last_start + 1s, promise::paced);
    const auto commanded = std::exchange(world_.commanded, std::nullopt);
    check(!commanded || u != lives_.controls.end() ||
              turn_began_ <= std::max(*commanded, world_.last_start + 1s),
          promise::prompt);
    if (world_.refusals > 0) {
        --world_.refusals;
        world_.last_start = turn_began_;
        diary_.push_back({event::kind::refuse});
        answered(0);
        return {.run = {}, .error = EAGAIN};
    }
    world_.last_start = turn_began_;
    world_.heard_ready = false;
    world_.table.take_ready(); // the pipe is a new one
    auto& heard = world_.heard;
    heard.launched = turn_began_;
    heard.still_at_launch = still_;
    heard.by_launcher = world_.after.count;
    note_heard();
    const pid run =
        world_.table.fork(process_table::supervisor, 0, ticks(world_), ++world_.launches);
    world_.after.number = number;
    record(launch_record::kind::run, run);
    answered(static_cast<std::uint64_t>(run.number));
    diary_.push_back({event::kind::spawn, run, static_cast<int>(world_.launches)});
    return {.run = run};
}

kernel::spawned model_kernel::finish(const death&) noexcept
{
    others_run();
    answered(0);
    if (world_.after.killed) return {.run = {}, .error = EAGAIN};
    if (lives_.finish.empty()) return {.run = {}, .error = ENOENT};
    check(!anybody(world_.table), promise::one);
    check(++world_.finishes == world_.launches, promise::finished);
    const pid begun =
        world_.table.fork(process_table::supervisor, 0, ticks(world_), finish_launch);
    record(launch_record::kind::finish, begun);
    diary_.push_back({event::kind::finish, begun});
    return {.run = begun};
}

// Without a script for the letter, the time of the look makes no difference.
kernel::spawned model_kernel::consult(char letter) noexcept
{
    const auto found =
        std::ranges::find(lives_.controls, letter, &repertoire::control::letter);
    if (found == lives_.controls.end()) return {.run = {}, .error = ENOENT};
    others_run();
    if (world_.after.killed) return {.run = {}, .error = EAGAIN};
    const auto which = static_cast<unsigned>(found - lives_.controls.begin());
    const pid begun = world_.table.attend(0, ticks(world_), control_launch - which);
    if (letter == 'u') world_.asked_to_start = true;
    record(launch_record::kind::script, begun);
    answered(static_cast<std::uint64_t>(begun.number));
    diary_.push_back({event::kind::consult, begun, letter});
    return {.run = begun};
}

// The child writes the record.  No event comes between the fork and this write.
void model_kernel::record(launch_record::kind what, pid who)
{
    auto& a = world_.after;
    if (!a.looms) return;
    auto& place = what == launch_record::kind::run ? a.records.run : a.records.script;
    place = {.what = what, .who = who, .at = world_.clock, .number = a.number};
}

std::optional<notice> model_kernel::hear() noexcept
{
    if (lives_.ready == readiness::settled) return std::nullopt;
    others_run();
    std::optional<notice> heard;
    if (lives_.ready == readiness::fd && world_.table.ready() == world_.launches) {
        world_.table.take_ready();
        world_.heard_ready = true;
        heard = notice{.ready = true};
    }
    if (lives_.ready == readiness::notify)
        if (const auto said = world_.table.take_spoken()) {
            const auto* p = world_.table.find(said->who);
            const bool ours = p && p->launch == world_.launches;
            if (ours) note_heard();
            if (ours && !said->lives) world_.heard_ready = true;
            heard = said->lives ? notice{.from = said->who, .lives = true}
                                : notice{.from = said->who, .ready = true};
        }
    answered(heard ? (1 + static_cast<std::uint64_t>(heard->from.number)) << 1 |
                         static_cast<std::uint64_t>(heard->lives)
                   : 0);
    return heard;
}

void model_kernel::note_heard()
{
    if (lives_.watchdog == 0s && lives_.ready_timeout == 0s) return;
    auto& heard = world_.heard;
    heard.at = turn_began_;
    heard.still = still_;
    heard.by = world_.after.count;
}

// Uses the time of the turn: no earlier notice is unread.
void model_kernel::say(remark what) noexcept
{
    const bool silent = what == remark::silent;
    if (world_.after.killed || (!silent && what != remark::late)) return;
    const auto& h = world_.heard;
    const auto since =
        silent ? h.at + (still_ - h.still) : h.launched + (still_ - h.still_at_launch);
    check(turn_began_ >= since + (silent ? lives_.watchdog : lives_.ready_timeout) &&
              !world_.table.any_spoken(),
          promise::fair);
    check((silent ? h.by : h.by_launcher) == world_.after.count, promise::audible);
}

pid model_kernel::branch(pid who) noexcept
{
    others_run();
    pid above = world_.table.branch(who);
    for (const auto* p = world_.table.find(who); p && !above;
         p = world_.table.find(p->parent))
        if (world_.after.wards.find(p->self)) above = p->self;
    answered(static_cast<std::uint64_t>(above.number));
    return above;
}

std::optional<foster::adoption> model_kernel::adopted() noexcept
{
    if (adoptions_.empty()) return std::nullopt;
    const auto first = adoptions_.front();
    adoptions_.erase(adoptions_.begin());
    return first;
}

// With notices, supervise finds a dead child, drains the notices, and reaps that child.
// Events between these calls have the effect of earlier events: any of the dead may be
// found first.
void model_kernel::drain_adoptions()
{
    if (!world_.table.tells_of_adoptions()) return;
    while (const auto a = world_.table.take_adoption()) {
        adoptions_.push_back({.adopted = a->adopted, .branch = a->branch});
        answered(static_cast<std::uint64_t>(a->adopted.number) << 32 |
                 static_cast<std::uint64_t>(a->branch.number));
        diary_.push_back({event::kind::adoption, a->adopted, a->branch.number});
    }
    answered(0);
}

// Waits in any order.  Linux takes the first of its list, but no manual promises that.
std::optional<death> model_kernel::reap() noexcept
{
    others_run();
    const auto dead = world_.table.dead_children(process_table::supervisor);
    if (dead.empty()) {
        drain_adoptions();
        hear_warden();
        const auto d = world_.after.wards.reap();
        answered(d ? static_cast<std::uint64_t>(d->who.number) << 32 : 0);
        if (d) diary_.push_back({event::kind::reap, d->who, d->status});
        return d;
    }
    answered(1);
    const pid first = dead[pick(dead.size())];
    answered(static_cast<std::uint64_t>(first.number));
    drain_adoptions();
    const auto d = world_.table.reap(first);
    answered(static_cast<std::uint64_t>(d.who.number));
    diary_.push_back({event::kind::reap, d.who, d.status});
    return d;
}

bool model_kernel::death_waits() noexcept
{
    others_run();
    hear_warden();
    const bool yes = !world_.table.dead_children(process_table::supervisor).empty() ||
                     world_.after.wards.death_waits();
    answered(yes);
    drain_adoptions();
    return yes;
}

bool model_kernel::alone() noexcept
{
    others_run();
    const bool yes = world_.table.children(process_table::supervisor).empty() &&
                     !world_.after.wards.any() && !world_.after.killed;
    if (yes) diary_.push_back({event::kind::alone});
    answered(yes);
    return yes;
}

bool model_kernel::children(std::vector<child>& into, std::span<const pid> known,
                            bool count) noexcept
{
    others_run();
    into.clear();
    auto all = world_.table.children(process_table::supervisor);
    for (const auto& w : world_.after.wards.all()) {
        const auto* p = world_.table.find(w.who);
        if (p && p->start == w.start) {
            all.push_back(p);
        } else { // its death is not reported yet
            into.push_back({.who = w.who, .start = w.start});
            answered(static_cast<std::uint64_t>(w.who.number));
        }
    }
    for (const auto* p : all) {
        if (std::ranges::binary_search(known, p->self)) continue;
        into.push_back({.who = p->self,
                        .start = p->start,
                        .session = p->session,
                        .program = p->dead || p->dying ? 0 : p->program + 1,
                        .below = count ? world_.table.living_below(p->self) : 0,
                        .login = p->login,
                        .user = 0,
                        .ignored = static_cast<std::uint32_t>(p->ignored >> 1)});
        diary_.push_back({event::kind::list, p->self});
        answered(static_cast<std::uint64_t>(p->self.number));
        answered(p->start << 32 | into.back().below);
        answered(into.back().program ^ static_cast<std::uint64_t>(p->session.number));
        answered(p->login);
        if (p->ignored) answered(p->ignored);
    }
    answered(0);
    return true;
}

void model_kernel::signal(pid to, int signal) noexcept
{
    others_run();
    if (world_.after.killed) return;
    const auto* p = world_.table.find(to);
    const auto* w = world_.after.wards.find(to);
    check(ours(to), promise::custody);
    if (w && (!p || p->start != w->start)) return; // its pidfd is of a dead one
    check(!p || !p->apart || p->dead, promise::spared);
    check(!p || !p->attends || p->dead, promise::attended);
    world_.table.kill(to, signal);
    answered(0);
    ++world_.sent[static_cast<std::size_t>(signal)];
    diary_.push_back({event::kind::signal, to, signal});
}

void model_kernel::signal_group(pid to, pid session, int signal) noexcept
{
    others_run();
    if (world_.after.killed) return;
    const auto* p = world_.table.find(to);
    const auto* w = world_.after.wards.find(to);
    check(ours(to), promise::custody);
    if (w && (!p || p->start != w->start)) return; // its pidfd is of a dead one
    check(!p || p->attends, promise::spared);
    if (p && p->session == session)
        world_.table.kill_group(session, signal);
    else
        world_.table.kill(to, signal);
    answered(0);
    diary_.push_back({event::kind::signal, to, signal});
}

void model_kernel::mark_down(bool down) noexcept
{
    others_run();
    if (world_.after.killed) return;
    world_.down = down;
    answered(0);
    diary_.push_back({event::kind::mark, {}, down});
}

bool model_kernel::publish(const status& s) noexcept
{
    unwritten_ = false;
    if (world_.after.looms) others_run();
    if (world_.after.killed) return true;
    if (refuses_status()) return false;
    if (world_.after.looms) world_.after.published = s;
    diary_.push_back({event::kind::publish, s.main, static_cast<int>(s.phase)});
    check_named(s);
    check(s.phase != phase::down || !world_.table.any_attending(), promise::dismissed);
    check(!s.main || ours(s.main), promise::named);
    check(s.shown() || !anybody(world_.table), promise::gone);
    check(s.phase != phase::up || s.main, promise::named);
    // A supervise that died between a launch and its status may have lost the count.
    const auto off = s.starts > world_.launches ? s.starts - world_.launches
                                                : world_.launches - s.starts;
    check(off <= world_.after.count, promise::counted);
    check(!s.ready || lives_.ready == readiness::settled || world_.heard_ready,
          promise::ready);
    note_main(s);
    return true;
}

// Refuses one status, as a full disk does.
bool model_kernel::refuses_status()
{
    if (world_.unwritten == 0 || pick(2) == 0) return false;
    --world_.unwritten;
    unwritten_ = true;
    answered(0);
    diary_.push_back({event::kind::unwritten});
    return true;
}

// Skips a process that is dead, or was adopted after the last notice was read, since
// supervise cannot know that.  A living ancestor of the main process is right, too.
void model_kernel::note_main(const status& s)
{
    const auto* is = world_.table.find(world_.table.main());
    if (!is || is->dying || is->dead || is->launch != world_.launches) return;
    if (is->parent != process_table::supervisor) return;
    if (s.phase != phase::starting && s.phase != phase::up) return;
    const auto* said = world_.table.find(s.main);
    const bool late = (said && said->dead) || world_.table.adoption_waits();
    if (late) return;
    bool right = said != nullptr;
    for (auto line = is->line; right && line != said->line; line >>= 4) right = line != 0;
    said_.wrong = said_.wrong || !right;
    const bool adopted = is->line != 0;
    said_.unsure = said_.unsure || (adopted && said == is && s.phase == phase::starting);
}

// Returns whether it is a child that has not been reaped, or one whose death has not
// been read.
bool model_kernel::ours(pid who) const
{
    const auto* p = world_.table.find(who);
    return (p && p->parent == process_table::supervisor) ||
           world_.after.wards.find(who) != nullptr;
}

void model_kernel::hear_warden()
{
    for (const auto& n : world_.after.pipe) world_.after.wards.heard(n, false);
    world_.after.pipe.clear();
}

void model_kernel::check_named(const status& s)
{
    for (const auto& k : s.kin) {
        const auto* p = world_.table.find(k.who);
        check(ours(k.who), promise::named);
        check(!p || !p->attends, promise::attended);
    }
    for (const pid a : s.attendants) check(ours(a), promise::named);
}

void model_kernel::others_run()
{
    for (;;) {
        std::vector<pid> able;
        for (const auto& p : world_.table.all())
            if (!p.dead &&
                world_.table.runnable(p, life_of(lives_, p.launch), ticks(world_)))
                able.push_back(p.self);
        const bool told = svscan_may_act(world_);
        const bool acts = outsider_.may_act(world_);
        const auto picked = pick(1 + able.size() + told + acts + tick_may_pass(world_));
        if (picked == 0) return;
        if (picked > able.size() + told + acts) {
            tick_passes(world_, diary_);
            continue;
        }
        if (told && picked == able.size() + 1) {
            diary_.push_back({event::kind::svscan});
            svscan_acts(world_);
            continue;
        }
        if (picked > able.size()) {
            outsider_.act(world_);
            continue;
        }
        const pid who = able[picked - 1];
        diary_.push_back({event::kind::step, who});
        world_.table.run(who, life_of(lives_, world_.table.find(who)->launch),
                         ticks(world_));
    }
}

bool tick_may_pass(const world& w)
{
    return w.ticks > 0 && w.after.looms && w.launches > 0;
}

void tick_passes(world& w, diary& d)
{
    --w.ticks;
    w.clock += clock_tick;
    d.push_back(
        {event::kind::time, {}, static_cast<int>(w.clock.time_since_epoch() / 1ms)});
}

std::size_t model_kernel::pick(std::size_t count)
{
    if (count == 1 || choices_.random()) return choices_.pick(count, 0);
    return choices_.pick(count, points_.number(world_, answers_));
}

void model_kernel::check(bool kept, const char* promise)
{
    if (!kept && broken_.empty()) broken_ = promise;
}

std::string to_text(const event& e)
{
    const auto who = "pid " + std::to_string(e.who.number);
    const auto number = std::to_string(e.number);
    switch (e.what) {
    case event::kind::step: return "  " + who + " takes a step";
    case event::kind::spawn: return "supervise starts " + who + ", launch " + number;
    case event::kind::finish: return "supervise starts finish, " + who;
    case event::kind::consult:
        return std::string{"supervise starts control/"} + static_cast<char>(e.number) +
               ", " + who;
    case event::kind::refuse: return "the kernel refuses to spawn";
    case event::kind::reap: return "supervise reaps " + who + ", status " + number;
    case event::kind::adoption:
        return "supervise is told that " + who + " comes from pid " + number;
    case event::kind::list: return "supervise sees " + who;
    case event::kind::alone: return "supervise hears that nobody is left";
    case event::kind::signal: return "supervise sends signal " + number + " to " + who;
    case event::kind::mark:
        return e.number ? "supervise writes down" : "supervise removes down";
    case event::kind::publish:
        return "supervise publishes " +
               std::string{to_text(static_cast<phase>(e.number))} + ", main " + who;
    case event::kind::unwritten: return "supervise is refused to publish";
    case event::kind::wake: return "supervise wakes";
    case event::kind::letter:
        return std::string{"somebody writes "} + static_cast<char>(e.number);
    case event::kind::blow: return "somebody kills " + who;
    case event::kind::svscan: return "svscan takes a step";
    case event::kind::murder: return "somebody kills supervise";
    case event::kind::succeed: return "another supervise takes its place";
    case event::kind::time: return "time passes, to " + number + " ms";
    }
    return {};
}

} // namespace foster::model
