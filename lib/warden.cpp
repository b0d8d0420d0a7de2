#include "lib/warden.h"

#include <algorithm>

namespace foster {

namespace {

using kind = ward_note::kind;

// A supervise says what it hears within a turn, so few can be lost with it.
constexpr std::size_t most_recalled = 64;

bool tells_of_life(const ward_note& n)
{
    return n.what == kind::yours || n.what == kind::perhaps;
}

} // namespace

kind warden::ward::known() const
{
    return owners.size() == 1 && !stranger ? kind::yours : kind::perhaps;
}

// The living first: a supervise never knows nobody while an heir of the dead lives.
void warden::heard(std::span<const post> bereft, std::span<const death> others,
                   std::span<const child> there, bool crowded)
{
    for (const auto& p : bereft) recall(p);
    const auto whose = candidates(bereft);
    for (const auto& c : there) {
        if (whose.empty() || wards_.contains(c.who)) continue;
        const ward w{.start = c.start, .owners = whose, .stranger = crowded};
        wards_.insert({c.who, w});
        tell(whose, {.what = w.known(), .who = c.who, .start = c.start});
    }
    for (const auto& d : others) {
        const auto known = wards_.find(d.who);
        if (known == wards_.end()) {
            tell({bereft.begin(), bereft.end()}, note_of(d)); // a zombie that was left
            continue;
        }
        tell(known->second.owners, note_of(d, known->second.start));
        wards_.erase(known);
    }
}

bool warden::has(const post& p) const
{
    return notes_.contains(p) || any(p);
}

bool warden::any(const post& p) const
{
    return std::ranges::any_of(
        wards_, [&](const auto& w) { return w.second.owners.contains(p); });
}

std::vector<pid> warden::only_of(const std::set<post>& those) const
{
    std::vector<pid> all;
    for (const auto& [who, w] : wards_)
        if (!w.stranger && std::ranges::includes(those, w.owners)) all.push_back(who);
    return all;
}

std::vector<ward_note> warden::beginning(const post& p)
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

std::vector<ward_note> warden::take(const post& p)
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

void warden::recall(const post& p)
{
    const auto known = told_.find(p);
    if (known == told_.end()) return;
    auto& notes = notes_[p];
    notes.insert(notes.begin(), known->second.begin(), known->second.end());
    told_.erase(known);
}

std::set<warden::post> warden::candidates(std::span<const post> bereft) const
{
    std::set<post> all{bereft.begin(), bereft.end()};
    for (const auto& [who, w] : wards_) all.insert(w.owners.begin(), w.owners.end());
    return all;
}

void warden::tell(const std::set<post>& whom, const ward_note& note)
{
    for (const auto& p : whom) notes_[p].push_back(note);
}

} // namespace foster
