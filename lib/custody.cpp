// The rules of who is the main.  They are numbered in the header.
#include "lib/custody.h"

#include <algorithm>

namespace foster {

namespace {

// How long before the main's exit an heir in another session may have been born.
constexpr nanoseconds birth = 1s;

} // namespace

void custody::spawned(pid run, instant now)
{
    kin_.clear();
    kin_.push_back({.seen = {.who = run}, .how = came::spawned});
    alive_ = true;
    run_ = main_ = run;
    launched_ = changed_ = now;
    look_due_ = true;
    forked_ = settling_ = opened_ = false;
    unseen_.reset();
    heirless_.reset();
    parting_.reset();
    loss_.reset();
}

void custody::died(const death& d, instant now)
{
    const kin* known = find(d.who);
    if (!known) { // it came and went between two looks
        if (d.how != manner::exited) unseen_ = d;
        return;
    }
    const kin gone = *known;
    std::erase_if(kin_, [&](const kin& k) { return k.seen.who == d.who; });

    const bool was_run = d.who == run_;
    if (was_run) run_ = {};
    if (was_run && d.clean() && now - launched_ < foreground_) {
        // Rule 3 begins: whoever is alive is a starter, seen yet or not.
        main_ = {};
        look_due_ = false;
        forked_ = settling_ = opened_ = true;
        parting_ = d; // the death of the service, if nobody is there
        for (auto& k : kin_) k.starter = true;
        changed_ = now;
        return;
    }
    if (settling_ && gone.starter && d.clean()) {
        opened_ = true;
        if (d.who == main_) {
            main_ = {};
            parting_ = d;
        }
        changed_ = now;
        return;
    }
    if (settling_) changed_ = now;
    if (d.who != main_) return;
    main_ = {};
    if (d.clean() && !settling_) { // rule 5
        heirless_ = gone;
        parting_ = d;
        parted_ = now;
    } else { // rules 2 and 4
        lost(d);
    }
}

void custody::seen(std::span<const child> children, instant now)
{
    if (!alive_) return;
    bool changed = false;
    for (const auto& c : children) {
        if (auto* k = find(c.who)) {
            k->seen = c;
        } else {
            kin_.push_back({.seen = c, .starter = settling_ && opened_});
            changed = true;
        }
    }
    opened_ = false;
    if (look_due_ && now >= launched_ + settle_) look_due_ = false;
    if (heirless_) hand_over();
    if (settling_ && !main_ && unseen_) lost(*unseen_); // rule 4
    unseen_.reset();
    if (!settling_) return;
    if (changed) changed_ = now;
    elect();
    if (settling_ && now >= changed_ + settle_) {
        settling_ = false;
        parting_.reset();
    }
}

void custody::alone()
{
    if (!alive_) return;
    if (!loss_) loss_ = parting_;
    kin_.clear();
    run_ = main_ = {};
    alive_ = look_due_ = settling_ = opened_ = false;
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

bool custody::was_asked(pid who) const
{
    return std::ranges::any_of(kin_, [&](const kin& k) {
        return k.seen.who == who && k.to_end != asked::nothing;
    });
}

void custody::ask(pid who, asked level)
{
    if (auto* k = find(who)) k->to_end = std::max(k->to_end, level);
}

kin* custody::find(pid who)
{
    const auto found =
        std::ranges::find(kin_, who, [](const kin& k) { return k.seen.who; });
    return found == kin_.end() ? nullptr : &*found;
}

// Rule 3.
void custody::elect()
{
    // The last starter has exited 0: as at the exit of the run process, whoever is alive
    // is one now (t/stories.h: quadruple fork).
    if (std::ranges::none_of(kin_, &kin::starter))
        for (auto& k : kin_) k.starter = true;
    const kin* best = nullptr;
    for (const auto& k : kin_) {
        if (!k.starter) continue;
        if (!best || k.seen.below > best->seen.below ||
            (k.seen.below == best->seen.below && k.seen.start < best->seen.start))
            best = &k;
    }
    if (best)
        main_ = best->seen.who;
    else
        lost(parting_.value_or(death{}));
}

// Rule 5.  A new master of the same session counts most (it has the most workers, or is
// the oldest); else the youngest, since the last thing such a main does is to fork.
void custody::hand_over()
{
    const child old = heirless_->seen;
    const auto born_after = parted_.time_since_epoch() - birth;
    const kin* heir = nullptr;
    bool heir_shares = false;
    for (const auto& k : kin_) {
        if (!old.program || k.seen.program != old.program) continue;
        const bool shares = old.session && k.seen.session == old.session;
        if (!shares && (!k.seen.start || k.seen.start * clock_tick < born_after))
            continue;
        const bool better = !heir || (shares != heir_shares ? shares
                                      : shares ? k.seen.below > heir->seen.below ||
                                                     (k.seen.below == heir->seen.below &&
                                                      k.seen.start < heir->seen.start)
                                               : k.seen.start >= heir->seen.start);
        if (!better) continue;
        heir = &k;
        heir_shares = shares;
    }
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
    parting_.reset();
    heirless_.reset();
}

} // namespace foster
