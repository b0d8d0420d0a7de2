#include "t/judge/follower.h"

#include <algorithm>
#include <csignal>

#include "t/patience.h"

namespace foster::judge {

namespace {

using model::life;
using model::process;
using model::process_table;
using model::renewed;
using model::time_of;

// Under noise, runs have needed two.  With four, the judge takes about a second to
// refuse a run; with eight it took minutes.
constexpr int most_untimely = 4;
constexpr std::uint64_t most_tried = 4'000'000;
constexpr int most_pids = 64; // Linux' own limit would not wrap within a story
constexpr instant first_start{std::chrono::hours{1}};

line line_of(const process& p)
{
    std::string text;
    for (auto left = p.line; left; left >>= 4)
        text.insert(0, "." + std::to_string(left & 15));
    return std::to_string(p.launch) + text;
}

line line_of(const process_table& t, pid who)
{
    const auto* p = t.find(who);
    return p ? line_of(*p) : nobody; // no status names a process that is not there
}

const process* of_line(const process_table& t, const line& which)
{
    for (const auto& p : t.all())
        if (line_of(p) == which) return &p;
    return nullptr;
}

// Returns whether this process exists, dead or alive, or may still be born.
bool may_come(const model::world& w, const line& which)
{
    if (which == unknown || of_line(w.table, which)) return true;
    const auto dot = which.rfind('.');
    if (dot == which.npos) return std::stoul(which) > w.launches;
    const auto above = which.substr(0, dot);
    const auto* parent = of_line(w.table, above);
    if (!parent) return may_come(w, above);
    return !parent->dead && parent->forks < std::stoul(which.substr(dot + 1));
}

bool can_wake(const life& l)
{
    return l.outside.table.child_signal() || !l.outside.letters.empty() ||
           (l.until && l.outside.clock >= *l.until);
}

} // namespace

unsigned patience_of_lives()
{
    static const unsigned once = patience();
    return once;
}

settings settings_of(const story& s)
{
    settings how;
    how.foreground *= patience_of_lives();
    how.delay = s.delay.value_or(250ms);
    how.settle = 100ms;
    how.stop_timeout = 150ms;
    how.kin_timeout = 100ms;
    how.end_survivors = s.end_survivors;
    how.keep_sessions = s.keep_sessions;
    how.give_up_count = s.give_up;
    return how;
}

follower::follower(const story& s, settings how, const account& a)
    : settings_(how), account_(a), refusals_(s.refusals)
{
    lives_.runs.push_back(model::parse(s.run));
    if (!s.then.empty()) lives_.runs.push_back(model::parse(s.then));
}

ruling follower::rule()
{
    const place first = beginning();
    for (int patience = 0; patience <= most_untimely && ruling_.exhausted; ++patience) {
        ruling_.untimely = patience;
        ruling_.contained = leads_on(first, patience);
        if (ruling_.contained) break;
    }
    return ruling_;
}

// Returns the place before the first turn of supervise, which nothing can precede.
follower::place follower::beginning()
{
    model::world w{.table = process_table{most_pids, model::exits::at_once}};
    w.clock = first_start;
    w.refusals = refusals_;
    place at{{.outside = std::move(w), .inside = service{settings_, want::up}}};
    at.now.until = at.now.outside.clock;
    return at;
}

// Returns whether the rest of the record can follow from here, with at most `patience`
// untimely events.
bool follower::leads_on(const place& from, int patience)
{
    if (const auto known = vain_.find(from);
        known != vain_.end() && known->second >= patience)
        return false;
    if (++ruling_.tried > most_tried) ruling_.exhausted = false;
    if (!ruling_.exhausted || !may_lead_on(from)) return false;
    const auto able = this->able(from.now);
    const bool wakes = !from.left && can_wake(from.now);
    const bool quiet = able.empty() && !wakes && (from.left || !from.now.until);
    if (from.left && able.empty() && from.shown == account_.statuses.size() &&
        from.now.outside.happened == account_.deeds.size() &&
        may_be(account_.end, look(from.now.outside)))
        return true;
    const bool found =
        by_deed(from, quiet, patience) || (wakes && by_turns(from, patience)) ||
        by_steps(from, able, patience) ||
        (!from.left && (by_time(from, able.empty() && !wakes, patience) ||
                        (!wakes && patience > 0 && by_turns(from, patience - 1))));
    if (!found) vain_[from] = patience;
    return found;
}

// No later status contains a released process.
bool follower::may_lead_on(const place& from) const
{
    if (from.shown == account_.statuses.size()) return true;
    return std::ranges::all_of(account_.statuses[from.shown].kin, [&](const line& l) {
        return may_come(from.now.outside, l);
    });
}

bool follower::by_steps(const place& from, const std::vector<pid>& able, int patience)
{
    for (const pid who : able) {
        place next = from;
        auto& w = next.now.outside;
        w.table.run(who, life_of(lives_, w.table.find(who)->launch), ticks(w));
        if (leads_on(next, patience)) return true;
    }
    return false;
}

bool follower::by_turns(const place& from, int patience)
{
    model::choices c;
    model::points p;
    do {
        place next = from;
        const bool goes_on = take_turn(next, c, p);
        diary_.clear();
        if (!c.pruned() && goes_on && leads_on(next, patience)) return true;
    } while (ruling_.exhausted && c.another(0));
    return false;
}

bool follower::by_deed(const place& from, bool quiet, int patience)
{
    if (!may_happen(from.now.outside, from.shown, quiet)) return false;
    place next = from;
    act(next.now.outside);
    return leads_on(next, patience);
}

// A letter is written, or a blow falls, between the status that preceded it and the
// next but one.  By then supervise has begun a turn that finds it.
bool follower::may_happen(const model::world& w, std::size_t shown, bool quiet) const
{
    if (w.happened == account_.deeds.size() || w.launches == 0) return false;
    const auto& d = account_.deeds[w.happened];
    if (shown < d.after || shown > d.after + (d.what != '.')) return false;
    if (d.what == '.') return quiet && may_be(d.rest, look(w));
    return d.what != '!' || of_line(w.table, d.whom);
}

bool follower::may_act(const model::world& w) const
{
    return may_happen(w, turn_at_, false);
}

void follower::act(model::world& w)
{
    const auto& d = account_.deeds[w.happened++];
    if (d.what == '!')
        w.table.kill(of_line(w.table, d.whom)->self, SIGKILL);
    else if (d.what != '.')
        w.letters += d.what;
}

// Advances to the next instant that matters: supervise's deadline, the end of the
// delay, or the next clock tick, which makes one child older than another.
bool follower::by_time(const place& from, bool idle, int patience)
{
    const auto& w = from.now.outside;
    const auto pass_to = [&](instant then, int left) {
        if (then <= w.clock || left < 0) return false;
        place next = from;
        next.now.outside.clock = then;
        return leads_on(next, left);
    };
    if (from.now.until && pass_to(*from.now.until, idle ? patience : patience - 1))
        return true;
    if (w.launches > 0 && pass_to(w.last_start + settings_.delay, patience - 1))
        return true;
    return pass_to(w.clock + clock_tick, patience - 1);
}

std::vector<pid> follower::able(const life& l) const
{
    std::vector<pid> found;
    for (const auto& p : l.outside.table.all())
        if (!p.dead && l.outside.table.runnable(p, life_of(lives_, p.launch),
                                                model::ticks(l.outside)))
            found.push_back(p.self);
    return found;
}

// Returns false if the next status of the record is another.
bool follower::show(place& at, const std::optional<status>& before)
{
    if (at.now.told == before) return true;
    const auto& table = at.now.outside.table;
    const auto now = shown_by(*at.now.told, [&](pid who) { return line_of(table, who); });
    const auto& all = account_.statuses;
    if (at.shown > 0 && may_be(all[at.shown - 1], now)) return true;
    if (at.shown < all.size() && may_be(all[at.shown], now)) {
        ++at.shown;
        if (at.shown > ruling_.reached) {
            ruling_.reached = at.shown;
            ruling_.instead.clear();
        }
        return true;
    }
    if (at.shown == ruling_.reached) ruling_.instead.insert(to_text(now));
    return false;
}

bool follower::take_turn(place& at, model::choices& c, model::points& p)
{
    ++ruling_.tried;
    turn_at_ = at.shown;
    auto& l = at.now;
    const auto before = l.told;
    l.outside.table.take_child_signal();
    const auto letters = std::exchange(l.outside.letters, {});
    model::model_kernel k{l.outside, lives_, *this, c, p, diary_};
    turn t{k, l.inside, l.told};
    const auto done = t.take(letters, false);
    l.told = t.told();
    l.until = done.until;
    if (done.renew) l.inside = renewed(l.inside, settings_, *l.told, time_of(l.outside));
    at.left = done.leave;
    return c.pruned() || show(at, before);
}

picture follower::look(const model::world& w) const
{
    picture seen;
    for (const auto& p : w.table.all()) {
        if (p.dead) continue;
        seen.living.push_back(line_of(p));
        if (p.self == w.table.main()) seen.main = line_of(p);
    }
    std::ranges::sort(seen.living);
    return seen;
}

} // namespace foster::judge
