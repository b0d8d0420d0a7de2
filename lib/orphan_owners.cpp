#include "lib/orphan_owners.h"

#include <algorithm>

namespace foster {

namespace {

using kind = ward_note::kind;

// A supervise publishes a death within a turn, so few can be lost when it dies.
constexpr std::size_t most_recalled = 64;

bool tells_of_life(const ward_note& n)
{
    return n.what == kind::yours || n.what == kind::perhaps;
}

} // namespace

kind orphan_owners::ward::known() const
{
    return owners.size() == 1 && !stranger ? kind::yours : kind::perhaps;
}

// Names the living first: while an orphan of a dead process lives, its supervise always
// knows a living process.
void orphan_owners::heard(std::span<const post> bereft, std::span<const death> others,
                          std::span<const child> there, bool crowded,
                          std::span<const claim> claims)
{
    for (const auto& p : bereft) recall(p);
    for (const auto& c : there) {
        if (wards_.contains(c.who)) continue;
        const auto known = std::ranges::find_if(
            claims, [&](const claim& k) { return k.who == c.who && k.start == c.start; });
        const ward w = known != claims.end()
                           ? ward{.start = c.start, .owners = {known->of}}
                           : new_ward(c, bereft, others, crowded);
        if (w.owners.empty()) continue;
        wards_.insert({c.who, w});
        tell(w.owners, {.what = w.known(), .who = c.who, .start = c.start});
    }
    for (const auto& d : others) {
        const auto known = wards_.find(d.who);
        if (known == wards_.end()) {
            tell({bereft.begin(), bereft.end()}, note_of(d)); // a zombie of it
            continue;
        }
        tell(known->second.owners, note_of(d, known->second.start));
        wards_.erase(known);
    }
}

bool orphan_owners::has(const post& p) const
{
    return notes_.contains(p) || any(p);
}

bool orphan_owners::any(const post& p) const
{
    return std::ranges::any_of(
        wards_, [&](const auto& w) { return w.second.owners.contains(p); });
}

std::vector<pid> orphan_owners::only_of(const std::set<post>& those) const
{
    std::vector<pid> all;
    for (const auto& [who, w] : wards_)
        if (!w.stranger && std::ranges::includes(those, w.owners)) all.push_back(who);
    return all;
}

std::vector<ward_note> orphan_owners::beginning(const post& p)
{
    std::vector<ward_note> all;
    for (const auto& [who, w] : wards_)
        if (w.owners.contains(p))
            all.push_back({.what = w.known(), .who = who, .start = w.start});
    for (const auto& n : take(p))
        if (!tells_of_life(n)) all.push_back(n);
    all.push_back({.what = kind::begun});
    return all;
}

std::vector<ward_note> orphan_owners::take(const post& p)
{
    const auto known = notes_.find(p);
    if (known == notes_.end()) return {};
    auto all = std::move(known->second);
    notes_.erase(known);
    auto& told = told_[p];
    for (const auto& n : all)
        if (!tells_of_life(n) && n.start) told.push_back(n);
    if (told.size() > most_recalled) told.erase(told.begin(), told.end() - most_recalled);
    if (told.empty()) told_.erase(p);
    return all;
}

void orphan_owners::recall(const post& p)
{
    const auto known = told_.find(p);
    if (known == told_.end()) return;
    auto& notes = notes_[p];
    notes.insert(notes.begin(), known->second.begin(), known->second.end());
    told_.erase(known);
}

// Finds the possible services of a new orphan.  If no supervise has died, it comes from
// an inherited process that died.
orphan_owners::ward orphan_owners::new_ward(const child& c, std::span<const post> bereft,
                                            std::span<const death> others,
                                            bool crowded) const
{
    ward w{.start = c.start, .owners = {}, .stranger = crowded};
    for (const auto& d : others) {
        const auto parent = wards_.find(d.who);
        // A child is never older than its parent.
        if (!bereft.empty() || parent == wards_.end() || c.start < parent->second.start)
            continue;
        const auto& of = parent->second;
        w.owners.insert(of.owners.begin(), of.owners.end());
        w.stranger = w.stranger && (of.stranger || of.owners.size() > 1);
    }
    if (!w.owners.empty()) return w;
    w.owners = candidates();
    w.owners.insert(bereft.begin(), bereft.end());
    return w;
}

std::set<orphan_owners::post> orphan_owners::candidates() const
{
    std::set<post> all;
    for (const auto& [who, w] : wards_) all.insert(w.owners.begin(), w.owners.end());
    return all;
}

std::vector<orphan_owners::claim> orphan_owners::certain() const
{
    std::vector<claim> all;
    for (const auto& [who, w] : wards_)
        if (w.owners.size() == 1 && !w.stranger)
            all.push_back({who, w.start, *w.owners.begin()});
    return all;
}

std::size_t orphan_owners::owners() const
{
    return candidates().size();
}

void orphan_owners::tell(const std::set<post>& whom, const ward_note& note)
{
    for (const auto& p : whom) notes_[p].push_back(note);
}

} // namespace foster
