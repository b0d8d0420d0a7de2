// Applies the rules for the main process.  The header numbers them.
#include "lib/custody.h"

#include <algorithm>
#include <limits>

#include "lib/upgrade_facts.h"

namespace foster {

namespace {

// How long before the exit of the main process a successor in another session may be
// born.
constexpr nanoseconds birth = 1s;

// How long supervise looks for a successor that a look may have missed: some systems
// never list all children.  If a look shows no child, without ECHILD, the look was
// refused.
constexpr nanoseconds patience = 3s;
constexpr nanoseconds long_patience = 1min;

bool shares_session(const child& a, const child& b)
{
    return a.session && a.session == b.session;
}

// Rule 3: the most descendants, then the oldest.
bool leads(const child& a, const child& b)
{
    return a.below != b.below ? a.below > b.below : a.start < b.start;
}

// The same order where all adoptions are reported.
bool leads_by_place(const kin& a, const kin& b)
{
    return a.seen.below != b.seen.below ? a.seen.below > b.seen.below : a.place < b.place;
}

// Returns the better of two candidates for the role of `old`.  In the session of `old`
// the new master process leads, as in rule 3.  In another session the youngest is
// right, since such a main process forks at last.
bool follows_better(const child& a, const child& b, const child& old)
{
    const bool shares = shares_session(a, old);
    if (shares != shares_session(b, old)) return shares;
    return shares ? leads(a, b) : a.start >= b.start;
}

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
    orphans_.clear();
    places_ = 0;
    settled_.reset();
    unseen_.reset();
    heirless_.reset();
    parting_.reset();
    loss_.reset();
}

// The launch must not be as late as the recovery.  By rule c that would make each
// process of the service a bystander, and start a second instance.
void custody::resumed(legacy was, instant now)
{
    kin_ = std::move(was.left);
    bystanders_.assign(was.apart.begin(), was.apart.end());
    std::ranges::sort(bystanders_);
    alive_ = !kin_.empty() || was.others;
    if (!alive_) return;
    const bool settling = was.settling || kin_.empty();
    launch_known_ = was.launched.has_value();
    launched_ = was.launched.value_or(now);
    changed_ = now;
    for (const auto& k : kin_)
        if (!launch_known_ && k.seen.start)
            launched_ = std::min(
                launched_, instant{static_cast<std::int64_t>(k.seen.start) * clock_tick});
    if (const kin* known = find(was.main)) {
        main_ = was.main;
        // A status without a record still tells how its main process came.
        if (!launch_known_ && known->how == came::spawned) was.run = was.main;
    }
    run_ = find(was.run) ? was.run : pid{};
    look_due_ = settling && run_;
    forked_ = !run_;
    settling_ = settling && !run_;
    for (auto& k : kin_) {
        k.starter = settling_;
        k.how = came::taken_back;
    }
    if (!main_ && !settling_) loss_ = was.loss.value_or(death{});
    if (look_due_ || settling_) return;
    // Rules a and b need these facts if the main process dies before it is seen again.
    // supervise started it, so it had not logged in.
    const kin* const main = find(main_);
    settled_ = main ? main->seen : child{};
    if (settled_->start && !settled_->session) settled_->session = main_; // it leads
}

void custody::renewed(std::vector<kin> all, std::span<const pid> apart, pid main,
                      const renewal& was)
{
    kin_ = std::move(all);
    bystanders_.assign(apart.begin(), apart.end());
    alive_ = !kin_.empty();
    main_ = main;
    forked_ = was.forked;
    run_ = was.run;
    launched_ = changed_ = was.launched;
    settled_ = was.settled;
    loss_ = was.loss;
    // If it dies before the next look, its program decides which child may take the
    // role.
    if (kin* known = find(main_); known && settled_ && settled_->who == main_)
        known->seen = *settled_;
}

void custody::hand_on(renewal& to) const
{
    to.forked = forked_;
    to.run = run_;
    to.launched = launched_;
    to.settled = settled_;
    to.loss = loss_;
}

// An adoption from an unknown branch tells nothing: the notice of the branch was lost,
// or the branch was adopted before notices were asked for.
void custody::adopted(const adoption& a)
{
    if (knows(a.adopted)) {
        kin* const known = find(a.adopted);
        if (known && !known->place && find(a.branch)) {
            known->place = next_place();
            known->from = a.branch;
        }
        return;
    }
    if (std::ranges::binary_search(bystanders_, a.branch)) // rule d
        set_apart(a.adopted);
    else if (alive_ && (find(a.branch) || find_orphan(a.branch)))
        orphans_.push_back({.of = a, .place = next_place()});
}

void custody::died(const death& d, instant now)
{
    if (const auto* o = find_orphan(d.who)) pass_over(orphan{*o}, d.clean());
    const kin* known = find(d.who);
    if (const auto* a = find_attendant(d.who)) {
        unkept_ = unkept_ || (d.how != manner::exited && a->who != a->session);
        attendants_.erase(attendants_.begin() + (a - attendants_.data()));
        return;
    }
    if (!known && std::ranges::binary_search(bystanders_, d.who)) {
        std::erase(bystanders_, d.who);
        return;
    }
    if (!known) { // it came and went between two looks
        if (d.how == manner::exited) return;
        unseen_ = d;
        unkept_ = unkept_ || attended();
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
    if (begins) {
        // Rule 3 begins: each living child is a candidate, seen or not.
        if (d.how == manner::unknown && !look_due_) foreground_run_ = d.who;
        main_ = {};
        look_due_ = false;
        forked_ = settling_ = opened_ = true;
        parting_ = d; // the death of the service, if no child is left
        for (auto& k : kin_) k.starter = true;
        changed_ = now;
        return;
    }
    if (opens) {
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
    if (was_run && told) {
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
    if (!alive_ && !attended()) return;
    const auto before = kin_.size();
    for (const auto& c : children) take_in(c);
    orphans_.clear();
    if (!alive_) return;
    const bool changed = kin_.size() != before;
    opened_ = false;
    if (look_due_ && now >= launched_ + settle_) look_due_ = false;
    const auto wait = children.empty() ? long_patience : patience;
    if (heirless_) hand_over(complete || now >= parted_ + wait);
    if (settling_ && !main_ && unseen_) lost(*unseen_); // rule 4
    unseen_.reset();
    if (settling_) {
        // A look without a child, though ECHILD has not come, has missed the children.
        if (changed || kin_.empty()) changed_ = now;
        if (!kin_.empty() && only_workers())
            lost(*parting_);
        else if (!kin_.empty())
            elect();
        if (settling_ && now >= changed_ + settle_) {
            settling_ = false;
            foreground_run_ = {};
            parting_.reset();
        }
        known_ = main_is_told();
    }
    part_bystanders();
}

void custody::take_in(const child& c)
{
    if (auto* k = find(c.who))
        learn(k->seen, c);
    else if (auto* a = find_attendant(c.who))
        learn_session(*a, c);
    else if (std::ranges::binary_search(bystanders_, c.who))
        return;
    else if (attends(c))
        attendants_.push_back({.who = c.who, .session = c.session ? c.session : c.who});
    else if (!alive_)
        set_apart(c.who); // a bystander left it
    else if (born_before_launch(c))
        set_apart(c.who);
    else if (const auto* o = find_orphan(c.who))
        kin_.push_back({.seen = c,
                        .starter = settling_ && o->starter,
                        .place = o->place,
                        .from = o->of.branch});
    else
        kin_.push_back({.seen = c, .starter = settling_ && opened_});
}

bool custody::attends(const child& c) const
{
    if (c.session && std::ranges::find(sessions_, c.session) != sessions_.end())
        return true;
    return !alive_ && unkept_ && c.login == no_login;
}

// Rule c.
bool custody::born_before_launch(const child& c) const
{
    const auto first =
        static_cast<std::uint64_t>(launched_.time_since_epoch() / clock_tick);
    return launch_known_ && c.start && c.start < first;
}

void custody::set_apart(pid who)
{
    bystanders_.insert(std::ranges::lower_bound(bystanders_, who), who);
}

// Applies rules a and b.  Before a main process is settled, there is no main process to
// compare with.
void custody::part_bystanders()
{
    if (young()) return;
    if (const auto* main = find(main_)) settled_ = main->seen;
    if (!settled_) return;
    std::erase_if(kin_, [&](const kin& k) {
        const auto& c = k.seen;
        const bool elsewhere = keep_sessions_ && settled_->session && c.session &&
                               !shares_session(c, *settled_);
        if (c.who == main_ || !(is_login(c) || elsewhere)) return false;
        set_apart(c.who);
        return true;
    });
}

// Applies rule a.  An unknown user counts as root.
bool custody::is_login(const child& c) const
{
    constexpr std::uint32_t root = 0;
    if (c.login == no_login || c.login == settled_->login) return false;
    if (settled_->user != root && settled_->user != unknown_user) return false;
    if (c.user == root) return true;
    if (c.user != c.login || c.login < first_regular_user) return false;
    return std::ranges::none_of(kin_, [&](const kin& k) {
        return k.seen.login == no_login && k.seen.user == c.user;
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

// Learns the session of a script process that another supervise left.  Its status does
// not tell the session: a script keeper is in that of its script.
void custody::learn_session(attendant& a, const child& c)
{
    if (!c.session || c.session == a.session) return;
    a.session = c.session;
    sessions_.push_back(c.session);
}

void custody::attend(pid script)
{
    sessions_.push_back(script);
    attendants_.push_back({.who = script, .session = script});
}

// The number of a session is in use while processes are in it (alloc_pid(),
// kernel/pid.c), and each of these hangs from a child of supervise in that session.
void custody::forget_sessions()
{
    std::erase_if(sessions_, [&](pid session) {
        return std::ranges::find(attendants_, session, &attendant::session) ==
               attendants_.end();
    });
    unkept_ = unkept_ && attended();
}

void custody::unattended()
{
    attendants_.clear();
    sessions_.clear();
    unkept_ = false;
}

void custody::alone()
{
    if (!alive_) return;
    if (!loss_) loss_ = settling_ && unseen_ && !main_ ? unseen_ : parting_; // rule 4
    kin_.clear();
    run_ = main_ = foreground_run_ = {};
    alive_ = look_due_ = settling_ = known_ = opened_ = false;
    orphans_.clear();
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
    return is_kin(who) || std::ranges::binary_search(bystanders_, who) ||
           std::ranges::find(attendants_, who, &attendant::who) != attendants_.end();
}

void custody::ask(pid who, asked level)
{
    if (auto* k = find(who)) k->to_end = std::max(k->to_end, level);
    if (auto* a = find_attendant(who)) a->to_end = std::max(a->to_end, level);
}

void custody::tell_to_end(pid who)
{
    if (auto* k = find(who)) k->told = true;
}

const attendant* custody::unasked_attendant(asked level) const
{
    for (const auto& a : attendants_)
        if (a.to_end < level) return &a;
    return nullptr;
}

kin* custody::find(pid who)
{
    const auto found =
        std::ranges::find(kin_, who, [](const kin& k) { return k.seen.who; });
    return found == kin_.end() ? nullptr : &*found;
}

std::uint8_t custody::next_place()
{
    constexpr auto last = std::numeric_limits<std::uint8_t>::max();
    if (places_ < last) ++places_;
    return places_;
}

custody::orphan* custody::find_orphan(pid who)
{
    const auto found =
        std::ranges::find(orphans_, who, [](const orphan& o) { return o.of.adopted; });
    return found == orphans_.end() ? nullptr : &*found;
}

// An orphan died before any look showed it.  Children that come from it inherit its
// place.
void custody::pass_over(const orphan& gone, bool clean)
{
    std::erase(orphans_, gone);
    for (auto& o : orphans_) {
        if (o.of.branch != gone.of.adopted) continue;
        o.of.branch = gone.of.branch;
        o.starter = gone.starter;
        if (clean) o.place = gone.place;
    }
}

// One of the kin is dead.  With `to_heirs`, children that come from it are candidates
// in its place.
void custody::pass_on(const kin& gone, bool to_heirs)
{
    const auto inherit = [&](auto& heir, pid& from) {
        if (from != gone.seen.who) return;
        from = gone.from;
        if (!to_heirs) return;
        heir.starter = true;
        if (gone.place) heir.place = gone.place;
    };
    for (auto& k : kin_) inherit(k, k.from);
    for (auto& o : orphans_) inherit(o, o.of.branch);
}

// Rule 3, if adoptions were reported.
bool custody::main_is_told() const
{
    return std::ranges::all_of(kin_, [&](const kin& k) {
        return k.seen.who == main_ ? k.place != 0 : !k.starter;
    });
}

attendant* custody::find_attendant(pid who)
{
    const auto found = std::ranges::find(attendants_, who, &attendant::who);
    return found == attendants_.end() ? nullptr : &*found;
}

// A settled run process ended, and how is unknown.  If it exited 0, it left a daemon,
// which begins a session of its own.  All others were its workers.
bool custody::only_workers() const
{
    return foreground_run_ && parting_ && std::ranges::all_of(kin_, [&](const kin& k) {
               return k.seen.session == foreground_run_;
           });
}

// Rule 3.
void custody::elect()
{
    // The last candidate has exited 0.  As at the exit of the run process, each living
    // child is a candidate now (t/stories.h: quadruple fork).
    if (std::ranges::none_of(kin_, &kin::starter))
        for (auto& k : kin_) k.starter = true;
    const bool told =
        std::ranges::none_of(kin_, [](const kin& k) { return k.starter && !k.place; });
    const kin* best = nullptr;
    for (const auto& k : kin_) {
        if (!k.starter) continue;
        if (!best || (told ? leads_by_place(k, *best) : leads(k.seen, best->seen)))
            best = &k;
    }
    main_ = best->seen.who;
}

// Applies rule 5.  `all_seen`: no child is missing from the kin.
void custody::hand_over(bool all_seen)
{
    const child old = heirless_->seen;
    const kin* heir = nullptr;
    for (const auto& k : kin_)
        if (!k.from && may_follow(k.seen, old) &&
            (!heir || follows_better(k.seen, heir->seen, old)))
            heir = &k;
    if (!heir && !all_seen) return;
    heirless_.reset();
    if (!heir) {
        lost(*parting_);
        return;
    }
    main_ = heir->seen.who;
    parting_.reset();
}

bool custody::may_follow(const child& c, const child& old) const
{
    if (!old.program || c.program != old.program) return false;
    if (shares_session(c, old)) return true;
    const auto born = static_cast<std::int64_t>(c.start) * clock_tick;
    return c.start && born >= parted_.time_since_epoch() - birth;
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
