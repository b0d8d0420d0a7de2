#include "lib/inherited.h"

#include <algorithm>

namespace foster {

namespace {

using kind = ward_note::kind;

manner manner_of(kind k)
{
    return k == kind::exited   ? manner::exited
           : k == kind::dumped ? manner::dumped
                               : manner::signalled;
}

// Returns whether both starts may belong to one process.
bool agree(std::uint64_t a, std::uint64_t b)
{
    return a == b || a == 0 || b == 0;
}

} // namespace

void inherited_list::begin(const predecessor& was, bool told)
{
    sure_ = was.launched.has_value();
    if (told) apart_ = was.said.bystanders;
    begin(everybody(was.said), told);
}

void inherited_list::begin(std::span<const member> left, bool told)
{
    for (const auto& m : left) left_.push_back({m.who, m.start});
    begun_ = !told;
    if (!told) unheard();
}

void inherited_list::heard(const ward_note& note, bool familiar)
{
    const auto known = std::ranges::find(left_, note.who, &ward::who);
    const bool was_left = known != left_.end();
    const bool was_apart = std::erase(apart_, note.who) > 0;
    switch (note.what) {
    case kind::perhaps:
        if (!familiar && !(was_left && agree(known->start, note.start))) return;
        [[fallthrough]];
    case kind::yours:
        if (find(note.who)) return;
        if (was_left) left_.erase(known);
        named_ = named_ || was_left;
        others_ = others_ || (!was_left && !was_apart);
        all_.push_back({note.who, note.start});
        return;
    case kind::exited:
    case kind::signalled:
    case kind::dumped:
        if (was_left ? !agree(known->start, note.start) : !was_apart && !find(note.who))
            return;
        if (was_left) left_.erase(known);
        named_ = named_ || was_left;
        died({note.who, manner_of(note.what), note.status});
        return;
    case kind::begun: end_of_beginning(); return;
    }
}

// Reports the processes without a note as dead.  The dead supervise reaped them, and
// died before it recorded how they ended.
void inherited_list::end_of_beginning()
{
    begun_ = true;
    renewed_ = !sure_ && !named_ && others_;
    if (!renewed_)
        for (const auto& w : left_) deaths_.push_back({.who = w.who});
    for (const pid p : apart_) deaths_.push_back({.who = p});
    left_.clear();
    apart_.clear();
}

void inherited_list::lives(const ward& w)
{
    std::erase(left_, w);
    named_ = true;
    all_.push_back(w);
}

void inherited_list::unheard()
{
    begun_ = true;
    all_.insert(all_.end(), left_.begin(), left_.end());
    left_.clear();
}

void inherited_list::died(const death& d)
{
    std::erase_if(all_, [&](const ward& w) { return w.who == d.who; });
    deaths_.push_back(d);
}

const ward* inherited_list::find(pid who) const
{
    const auto found = std::ranges::find(all_, who, &ward::who);
    return found == all_.end() ? nullptr : &*found;
}

std::optional<death> inherited_list::reap()
{
    if (deaths_.empty()) return std::nullopt;
    const death first = deaths_.front();
    deaths_.erase(deaths_.begin());
    return first;
}

} // namespace foster
