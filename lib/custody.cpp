// Applies the rules for the main process.  The header numbers them.
#include "lib/custody.h"

#include <algorithm>

#include "lib/election.h"

namespace foster {

namespace {

// How long supervise looks for a successor that a look may have missed: some systems
// never list all children.  If a look shows no child, without ECHILD, the look was
// refused.
constexpr nanoseconds patience = 3s;
constexpr nanoseconds long_patience = 1min;

// Updates the known facts.  A process that exits loses its program before it is dead
// (do_exit(), kernel/exit.c: exit_mm() before exit_notify()).  Facts that a look cannot
// show stay.
void learn(child& known, const child& look)
{
    const child before = known;
    known = look;
    if (!look.program) known.program = before.program;
    if (!look.session) known.session = before.session;
    if (!look.start) known.start = before.start;
    if (look.user == unknown_user) known.user = before.user;
}

} // namespace

void custody::spawned(pid run, instant now)
{
    kin_.clear();
    kin_.push_back({.seen = {.who = run}, .how = came::spawned});
    alive_ = true;
    run_ = main_ = run;
    foreground_run_ = {};
    launched_ = changed_ = now;
    launch_known_ = true;
    look_due_ = true;
    forked_ = settling_ = known_ = opened_ = false;
    orphans_.launched();
    settled_.reset();
    unseen_.reset();
    heirless_.reset();
    parting_.reset();
    loss_.reset();
}

// An adoption from an unknown branch tells nothing: the notice of the branch was lost,
// or the branch was adopted before notices were asked for.
void custody::adopted(const adoption& a)
{
    if (knows(a.adopted)) {
        kin* const known = find(a.adopted);
        if (known && !known->place && find(a.branch)) {
            known->place = orphans_.next_place();
            known->from = a.branch;
        }
        return;
    }
    if (bystanders_.has(a.branch)) // rule d
        bystanders_.add(a.adopted);
    else if (alive_ && (find(a.branch) || orphans_.find(a.branch)))
        orphans_.add(a);
}

void custody::died(const death& d, instant now)
{
    orphans_.died(d.who, d.clean());
    if (scripts_.died(d) || bystanders_.died(d.who)) return;
    const kin* known = find(d.who);
    if (!known) { // it came and went between two looks
        if (d.how == manner::exited) return;
        unseen_ = d;
        scripts_.died_unseen();
        return;
    }
    const kin gone = *known;
    std::erase_if(kin_, [&](const kin& k) { return k.seen.who == d.who; });

    const bool was_run = d.who == run_;
    if (was_run) run_ = {};
    // Another supervise may have reaped it and died before it recorded how it ended.
    // It counts as a daemon that starts, if others live.
    const bool done = d.clean() || d.how == manner::unknown;
    const bool told = gone.told || gone.to_end != asked::nothing;
    const bool begins = was_run && done && !told && now - launched_ < foreground_;
    const bool opens = settling_ && gone.starter && done;
    pass_on(gone, begins || opens);
    if (begins) return begin_election(d, now);
    if (settling_) changed_ = now;
    if (opens) opened_ = true;
    if (d.who != main_) return;
    main_ = {};
    if (opens)
        parting_ = d;
    else
        main_died(d, gone, was_run && told, now);
}

// Rule 3 begins: each living child is a candidate, seen or not.
void custody::begin_election(const death& d, instant now)
{
    if (d.how == manner::unknown && !look_due_) foreground_run_ = d.who;
    main_ = {};
    look_due_ = false;
    forked_ = settling_ = opened_ = true;
    parting_ = d; // the death of the service, if no child is left
    for (auto& k : kin_) k.starter = true;
    changed_ = now;
}

// `failed`: it was the run process, and was told to end.
void custody::main_died(const death& d, const kin& gone, bool failed, instant now)
{
    if (failed) {
        if (!settled_) settled_ = gone.seen; // rules a and b, from the first second
        lost(d);
    } else if (d.clean() && !settling_) { // rule 5
        heirless_ = gone;
        parting_ = d;
        parted_ = now;
    } else { // rules 2 and 4
        lost(d);
    }
}

void custody::seen(std::span<const child> children, instant now, bool complete)
{
    if (!alive_ && !scripts_.any()) return;
    const auto before = kin_.size();
    for (const auto& c : children) take_in(c);
    orphans_.seen();
    if (!alive_) return;
    const bool changed = kin_.size() != before;
    opened_ = false;
    if (look_due_ && now >= launched_ + settle_) look_due_ = false;
    const auto wait = children.empty() ? long_patience : patience;
    if (heirless_) hand_over(complete || now >= parted_ + wait);
    if (settling_ && !main_ && unseen_) lost(*unseen_); // rule 4
    unseen_.reset();
    if (settling_) elect(changed, now);
    part_bystanders();
}

void custody::take_in(const child& c)
{
    if (auto* k = find(c.who)) return learn(k->seen, c);
    if (scripts_.learn(c) || bystanders_.has(c.who)) return;
    if (scripts_.take_in(c, alive_)) return;
    const bool left = !alive_; // by a bystander
    if (left || (launch_known_ && born_before(c, launched_)))
        bystanders_.add(c.who);
    else if (const auto* o = orphans_.find(c.who))
        kin_.push_back({.seen = c,
                        .starter = settling_ && o->starter,
                        .place = o->place,
                        .from = o->of.branch});
    else
        kin_.push_back({.seen = c, .starter = settling_ && opened_});
}

// Applies rules a and b.  Before a main process is settled, there is no main process to
// compare with.
void custody::part_bystanders()
{
    if (young()) return;
    if (const auto* main = find(main_)) settled_ = main->seen;
    if (!settled_) return;
    std::erase_if(kin_, [&](const kin& k) {
        if (k.seen.who == main_ || !bystanders_.wants(k.seen, *settled_, kin_))
            return false;
        bystanders_.add(k.seen.who);
        return true;
    });
}

void custody::claimed(pid main)
{
    if (!alive_ || !find(main)) return;
    main_ = main;
    settling_ = look_due_ = false;
    parting_.reset();
    part_bystanders();
}

void custody::alone()
{
    if (!alive_) return;
    if (!loss_) loss_ = settling_ && unseen_ && !main_ ? unseen_ : parting_; // rule 4
    kin_.clear();
    run_ = main_ = foreground_run_ = {};
    alive_ = look_due_ = settling_ = known_ = opened_ = false;
    orphans_.seen();
    unseen_.reset();
    heirless_.reset();
    parting_.reset();
}

std::optional<instant> custody::look_at() const
{
    if (!alive_) return std::nullopt;
    if (settling_) return changed_ + settle_;
    if (look_due_) return launched_ + settle_;
    return std::nullopt;
}

pid custody::unasked(asked level) const
{
    for (const auto& k : kin_)
        if (k.to_end < level) return k.seen.who;
    return {};
}

bool custody::ignores(pid who, int signal) const
{
    return signal >= 1 && signal < 32 && std::ranges::any_of(kin_, [=](const kin& k) {
               return k.seen.who == who && (k.seen.ignored >> (signal - 1) & 1U) != 0;
           });
}

bool custody::was_asked(pid who) const
{
    return std::ranges::any_of(kin_, [&](const kin& k) {
        return k.seen.who == who && k.to_end != asked::nothing;
    });
}

bool custody::is_kin(pid who) const
{
    return std::ranges::any_of(kin_, [=](const kin& k) { return k.seen.who == who; });
}

bool custody::knows(pid who) const
{
    return is_kin(who) || bystanders_.has(who) || scripts_.has(who);
}

void custody::ask(pid who, asked level)
{
    if (auto* k = find(who)) k->to_end = std::max(k->to_end, level);
    scripts_.ask(who, level);
}

void custody::tell_to_end(pid who)
{
    if (auto* k = find(who)) k->told = true;
}

kin* custody::find(pid who)
{
    const auto found =
        std::ranges::find(kin_, who, [](const kin& k) { return k.seen.who; });
    return found == kin_.end() ? nullptr : &*found;
}

// One of the kin is dead.  With `to_heirs`, children that come from it are candidates
// in its place.
void custody::pass_on(const kin& gone, bool to_heirs)
{
    for (auto& k : kin_) inherit(k, k.from, gone, to_heirs);
    orphans_.pass_on(gone, to_heirs);
}

// A settled run process ended, and how is unknown.  If it exited 0, it left a daemon,
// which begins a session of its own.  All others were its workers.
bool custody::only_workers() const
{
    return foreground_run_ && parting_ && std::ranges::all_of(kin_, [&](const kin& k) {
               return k.seen.session == foreground_run_;
           });
}

// Rule 3, after a look that has `changed` the kin.
void custody::elect(bool changed, instant now)
{
    // A look without a child, though ECHILD has not come, has missed the children.
    if (changed || kin_.empty()) changed_ = now;
    if (!kin_.empty() && only_workers()) {
        lost(*parting_);
    } else if (!kin_.empty()) {
        // The last candidate has exited 0.  As at the exit of the run process, each
        // living child is a candidate now (t/stories.h: quadruple fork).
        if (std::ranges::none_of(kin_, &kin::starter))
            for (auto& k : kin_) k.starter = true;
        main_ = elected(kin_)->seen.who;
    }
    if (settling_ && now >= changed_ + settle_) {
        settling_ = false;
        foreground_run_ = {};
        parting_.reset();
    }
    known_ = is_told(kin_, main_);
}

// Applies rule 5.  `all_seen`: no child is missing from the kin.
void custody::hand_over(bool all_seen)
{
    const kin* heir = heir_of(heirless_->seen, parted_, kin_);
    if (!heir && !all_seen) return;
    heirless_.reset();
    if (!heir) {
        lost(*parting_);
        return;
    }
    main_ = heir->seen.who;
    parting_.reset();
}

void custody::lost(const death& d)
{
    main_ = {};
    loss_ = d;
    settling_ = false;
    look_due_ = false;
    foreground_run_ = {};
    parting_.reset();
    heirless_.reset();
}

} // namespace foster
