#include "t/model/explorer.h"

#include <algorithm>
#include <csignal>

namespace foster::model {

namespace {

// The number of starts that are explored for a service that dies again and again.
constexpr unsigned most_launches = 4;

constexpr instant first_start{std::chrono::hours{1}};
constexpr nanoseconds longest = 1min; // no story takes so long

std::size_t mix(std::size_t seed, std::uint64_t value)
{
    seed ^= value + 0x9e3779b97f4a7c15 + (seed << 6) + (seed >> 2);
    return seed * 0xff51afd7ed558ccd;
}

std::vector<pid> able(const life& l, const repertoire& lives)
{
    std::vector<pid> found;
    for (const auto& p : l.outside.table.all())
        if (!p.dead &&
            l.outside.table.runnable(p, life_of(lives, p.launch), ticks(l.outside)))
            found.push_back(p.self);
    return found;
}

bool anybody(const world& w)
{
    return w.table.any_living(process_table::supervisor) ||
           w.table.any_living(process_table::init);
}

// Nothing runs for a while; only a suspended machine shows it in its clock.
void stand_still(world& w, bool suspended)
{
    const nanoseconds time = suspended ? 1500ms : 3000ms;
    w.clock += time;
    w.still += time;
    if (suspended) w.slept += time;
}

bool living(const process_table& t, pid who)
{
    const auto* p = t.find(who);
    return p && !p->dead;
}

bool is_named(const process& p, const status& said)
{
    if (p.apart) return std::ranges::binary_search(said.bystanders, p.self);
    if (p.attends) return std::ranges::count(said.attendants, p.self) == 1;
    return std::ranges::find(said.kin, p.self, &member::who) != said.kin.end();
}

// Remembers the last letter about the wanted state, which counts.
void note_command(world& w, std::string_view letters)
{
    const auto last = letters.find_last_of("uodODx");
    if (last == letters.npos) return;
    const bool starts = letters[last] == 'u' || letters[last] == 'o';
    if (!starts)
        w.commanded.reset();
    else if (!anybody(w) && !w.commanded)
        w.commanded = w.clock;
}

} // namespace

std::size_t life_hash::operator()(const life& l) const
{
    std::size_t h = hash_of(l.outside);
    if (!l.told) return h;
    h = mix(h, static_cast<std::uint64_t>(l.told->phase) << 40 |
                   static_cast<std::uint64_t>(l.told->main.number));
    for (const auto& k : l.told->kin)
        h = mix(h, static_cast<std::uint64_t>(k.who.number));
    return h;
}

turn::outcome take_turn(kernel& k, service& s, std::optional<status>& told,
                        std::string_view letters)
{
    turn t{k, s, told};
    const auto done = t.take(letters, false);
    told = t.told();
    return done;
}

explorer::explorer(const story& s, settings how, taker take, exits shutdown,
                   std::size_t room, misreading wrong)
    : story_(s), settings_(how), take_(std::move(take)), exits_(shutdown), room_(room),
      misread_(std::move(wrong))
{
    settings_.end_survivors = s.end_survivors;
    settings_.keep_sessions = s.keep_sessions;
    settings_.give_up_count = s.give_up;
    settings_.ready = s.ready;
    settings_.delay = s.delay.value_or(how.delay);
    settings_.ready_timeout = s.ready_timeout;
    settings_.watchdog = s.watchdog;
    lives_.ready_timeout = s.ready_timeout;
    lives_.watchdog = s.watchdog;
    lives_.ready = s.ready;
    lives_.runs.push_back(parse(s.run));
    if (!s.then.empty()) lives_.runs.push_back(parse(s.then));
    if (!s.finish.empty()) lives_.finish = parse(s.finish);
    for (const auto& c : s.control)
        if (c.letter) lives_.controls.push_back({c.letter, parse(c.does)});
}

verdict explorer::every_order()
{
    verdict_.orders = follow(beginning());
    verdict_.lives = met_.size();
    return std::move(verdict_);
}

verdict explorer::one_order(std::uint64_t seed)
{
    std::mt19937_64 random{seed};
    choices c{random};
    points p;
    life l = beginning();
    while (verdict_.broken.empty() && l.outside.launches <= most_launches) {
        const auto all = ways(l);
        if (all.empty()) {
            rest(l);
            break;
        }
        ++verdict_.tried;
        const auto next = all[c.pick(all.size(), 0)];
        if (next.what == way::kind::turn)
            wake(l, c, p);
        else
            go(l, next);
    }
    return std::move(verdict_);
}

life explorer::beginning() const
{
    world w{.table = process_table{story_.most_pids, exits_}};
    w.clock = first_start;
    w.refusals = story_.refusals;
    w.room = room_;
    w.table.ask_for_adoptions(room_);
    w.after.looms = story_.happens.find('^') != std::string_view::npos;
    w.ticks = story_.ticks;
    w.unwritten = story_.unwritten;
    life l{.outside = std::move(w), .inside = service{settings_, want::up}};
    l.until = l.outside.clock;
    return l;
}

// Returns the number of orders from here to rest.
double explorer::follow(const life& from)
{
    promise_kept(from.outside.clock < first_start + longest, promise::rests);
    if (!verdict_.broken.empty()) return 0;
    if (from.outside.launches > most_launches) return 1;
    if (const auto known = met_.find(from); known != met_.end()) return known->second;
    double orders = 0;
    const auto mark = diary_.size();
    const auto all = ways(from);
    for (const way w : all) {
        if (w.what == way::kind::turn) {
            orders += turns(from);
            continue;
        }
        ++verdict_.tried;
        life next = from;
        go(next, w);
        orders += follow(next);
        diary_.resize(mark);
    }
    if (all.empty()) {
        rest(from);
        orders = 1;
        diary_.resize(mark);
    }
    met_.emplace(from, orders);
    return orders;
}

// The same, if a turn comes next.
double explorer::turns(const life& from)
{
    const auto mark = diary_.size();
    double orders = 0;
    double worth = 0;
    choices c;
    points p;
    do {
        ++verdict_.tried;
        life next = from;
        wake(next, c, p);
        worth = c.pruned() ? c.credit() : follow(next);
        orders += worth;
        diary_.resize(mark);
    } while (verdict_.broken.empty() && c.another(worth));
    return orders;
}

std::vector<explorer::way> explorer::ways(const life& from) const
{
    std::vector<way> all;
    for (const pid who : able(from, lives_)) all.push_back({way::kind::step, who});
    if (svscan_may_act(from.outside)) all.push_back({way::kind::svscan});
    const auto& after = from.outside.after;
    if (after.killed && !after.bereft && !after.reads_list)
        all.push_back({way::kind::succeed});
    if (can_wake(from)) all.push_back({way::kind::turn});
    // A process that can run does so within the settle time: time passes only if none
    // can.
    if (all.empty() && next_time(from)) all.push_back({way::kind::time});
    if (may_happen(from.outside, all.empty())) all.push_back({way::kind::happening});
    if (tick_may_pass(from.outside)) all.push_back({way::kind::tick});
    return all;
}

// Any way but a turn.
void explorer::go(life& l, way w)
{
    if (w.what == way::kind::step) {
        diary_.push_back({event::kind::step, w.who});
        const auto launch = l.outside.table.find(w.who)->launch;
        l.outside.table.run(w.who, life_of(lives_, launch), ticks(l.outside));
    } else if (w.what == way::kind::svscan) {
        diary_.push_back({event::kind::svscan});
        svscan_acts(l.outside);
    } else if (w.what == way::kind::succeed) {
        diary_.push_back({event::kind::succeed});
        take_over(l);
    } else if (w.what == way::kind::time) {
        l.outside.clock = *next_time(l);
        const auto ms = l.outside.clock.time_since_epoch() / 1ms;
        diary_.push_back({event::kind::time, {}, static_cast<int>(ms)});
    } else if (w.what == way::kind::tick) {
        tick_passes(l.outside, diary_);
    } else {
        act(l.outside);
    }
}

// Starts a supervise after one that was killed, with the published files.
void explorer::take_over(life& l)
{
    auto [was, anew] = succeed(l.outside);
    if (misread_) misread_(was, time_of(l.outside));
    l.inside = service{settings_, l.outside.down ? want::down : want::up};
    l.inside.resumed(was, time_of(l.outside), anew, room_ > 0);
    l.told.reset();
    l.until = l.outside.clock;
    if (l.outside.happened == story_.happens.size()) l.outside.ticks = 0;
}

// Returns the next time of an event if no process can run: the deadline of supervise,
// or the end of a sleep.
std::optional<instant> explorer::next_time(const life& l) const
{
    auto at = l.until;
    if (const auto tick = l.outside.table.next_waking(ticks(l.outside))) {
        const instant wakes{static_cast<std::int64_t>(*tick) * clock_tick};
        at = at ? std::min(*at, wakes) : wakes;
    }
    return at;
}

bool explorer::can_wake(const life& l) const
{
    if (l.outside.after.killed) return false;
    if (!l.outside.after.pipe.empty()) return true;
    return l.outside.table.child_signal() || l.outside.table.adoption_waits() ||
           !l.outside.letters.empty() || (l.until && l.outside.clock >= *l.until);
}

void explorer::wake(life& l, choices& c, points& p)
{
    diary_.push_back({event::kind::wake});
    l.outside.table.take_child_signal();
    const auto letters = std::exchange(l.outside.letters, {});
    if (story_.delay) note_command(l.outside, letters);
    model_kernel k{l.outside, lives_, *this, c, p, diary_};
    const auto done = take_(k, l.inside, l.told, letters);
    l.until = done.until;
    if (k.unwritten()) l.told.reset(); // so that it is published again
    promise_kept(k.broken().empty(), k.broken().c_str());
    verdict_.wrong = verdict_.wrong || k.told().wrong;
    verdict_.unsure = verdict_.unsure || k.told().unsure;
    if (told_all()) {
        promise_kept(!story_.right || !k.told().wrong, promise::right);
        promise_kept(!story_.at_once || !k.told().unsure, promise::at_once);
    }
    if (done.renew) l.inside = renewed(l.inside, settings_, *l.told, time_of(l.outside));
    if (l.outside.after.killed) l.until.reset();
    promise_kept(l.outside.after.killed || l.inside.alive() || !anybody(l.outside),
                 promise::dead);
}

bool explorer::may_happen(const world& w, bool quiet) const
{
    const bool began = w.launches > 0 || w.asked_to_start;
    if (w.happened == story_.happens.size() || !began) return false;
    const char what = story_.happens[w.happened];
    if (what == '.') return quiet;
    if (w.after.killed) return false;
    if (what == '^') return true;
    return what != '!' || living(w.table, w.table.main());
}

void explorer::act(world& w)
{
    const char what = story_.happens[w.happened++];
    if (w.happened == story_.happens.size() && what != '^' && !w.after.killed)
        w.ticks = 0;
    if (what == '!') {
        diary_.push_back({event::kind::blow, w.table.main()});
        w.table.kill(w.table.main(), SIGKILL);
    } else if (what == '^') {
        diary_.push_back({event::kind::murder});
        kill_supervise(w);
    } else if (what == '~' || what == '%') {
        stand_still(w, what == '~');
        const auto ms = w.clock.time_since_epoch() / 1ms;
        diary_.push_back({event::kind::time, {}, static_cast<int>(ms)});
    } else if (what != '.') {
        diary_.push_back({event::kind::letter, {}, what});
        w.letters += what;
    }
}

// Checks the promises at rest: no process can run, and supervise waits for nothing.
void explorer::rest(const life& l)
{
    const auto& t = l.outside.table;
    promise_kept(t.dead_children(process_table::supervisor).empty() &&
                     t.dead_children(process_table::init).empty(),
                 promise::zombie);
    if (l.outside.happened < story_.happens.size())
        return; // it waits for a main process that never came
    const bool wanted = l.told && l.told->want == want::up;
    const bool failed = l.told && l.told->phase == phase::failed;
    promise_kept(!wanted || failed || anybody(l.outside), promise::again);
    promise_kept(lives_.finish.empty() ||
                     l.outside.finishes + l.inside.alive() == l.outside.launches,
                 promise::finished);
    promise_kept(!story_.ends || (l.told && l.told->phase == story_.ends),
                 promise::phase);
    promise_kept(!story_.told || (l.told && l.told->main == t.main()), promise::main);
    promise_kept(story_.ready == readiness::settled || !story_.ends_ready ||
                     (l.told && l.told->ready == *story_.ends_ready),
                 promise::ready);
    promise_kept(story_.starts == 0 || l.outside.launches == story_.starts,
                 promise::counted);
    constexpr std::pair<char, int> plain[] = {{'h', SIGHUP}, {'1', SIGUSR1}};
    for (const auto& [letter, signal] : plain)
        promise_kept(
            (forbidden(letter) ? 0 : std::ranges::count(story_.happens, letter)) ==
                l.outside.sent[static_cast<std::size_t>(signal)],
            promise::obeyed);
    // An adoption under a living parent is silent, and supervise finds it at the next
    // event.  With adoption notices it is known already.
    life looked = l;
    choices none;
    points nowhere;
    if (room_ == 0) wake(looked, none, nowhere);
    const auto& said = *looked.told;
    auto there = looked.outside.table.children(process_table::supervisor);
    for (const auto* c : looked.outside.table.children(process_table::init))
        there.push_back(c);
    for (const auto* c : there) promise_kept(is_named(*c, said), promise::known);
}

// Returns whether a script control/LETTER exits 0 and so forbids the letter.
bool explorer::forbidden(char letter) const
{
    return std::ranges::any_of(story_.control, [=](const control_script& c) {
        return c.letter == letter && c.does.ends_with("exit:0");
    });
}

void explorer::promise_kept(bool kept, const char* what)
{
    if (kept || !verdict_.broken.empty()) return;
    verdict_.broken = what;
    for (const auto& e : diary_) verdict_.story.push_back(to_text(e));
}

} // namespace foster::model
