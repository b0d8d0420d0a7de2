#include "t/judge/evidence.h"

#include <algorithm>
#include <cstdlib>
#include <sstream>

namespace foster::judge {

namespace {

line name_in(const std::map<int, line>& all, pid who)
{
    const auto found = all.find(who.number);
    return found == all.end() ? unknown : found->second;
}

picture named(picture p, const std::map<int, line>& all)
{
    const auto name = [&](line& l) {
        if (l != nobody) l = name_in(all, {std::atoi(l.c_str())});
    };
    std::ranges::for_each(p.living, name);
    std::ranges::sort(p.living);
    name(p.main);
    return p;
}

} // namespace

void evidence::read(const std::string& log)
{
    notes_.clear();
    std::istringstream lines{log};
    for (note n; lines >> n.event >> n.who.number >> n.start;) notes_.push_back(n);
}

bool evidence::noted(std::string_view event) const
{
    return std::ranges::find(notes_, event, &note::event) != notes_.end();
}

const note* evidence::told_main() const
{
    const auto last =
        std::ranges::find(notes_.rbegin(), notes_.rend(), "main", &note::event);
    return last == notes_.rend() ? nullptr : &*last;
}

void evidence::add_rest(const std::vector<proc>& all, pid supervise)
{
    deeds_.push_back(done('.'));
    deeds_.back().done.rest = look(all, supervise);
}

// Returns the record, without repeated statuses.
account evidence::told() const
{
    const auto all = everybody();
    account a;
    std::vector<std::size_t> place{0}; // number of new statuses among so many
    for (const auto& s : statuses_) {
        auto now = shown_by(s, [&](pid who) { return name_in(all, who); });
        if (a.statuses.empty() || a.statuses.back() != now)
            a.statuses.push_back(std::move(now));
        place.push_back(a.statuses.size());
    }
    for (auto [done, whom] : deeds_) {
        done.after = place[done.after];
        done.rest = named(done.rest, all);
        if (whom) done.whom = name_in(all, whom);
        a.deeds.push_back(std::move(done));
    }
    a.end = named(end_, all);
    return a;
}

evidence::act evidence::done(char what) const
{
    act now{.done = {.what = what, .after = statuses_.size()}};
    if (what == '!') now.whom = told_main()->who;
    return now;
}

picture evidence::look(const std::vector<proc>& all, pid but) const
{
    const auto* main = told_main();
    picture seen;
    for (const auto& p : all) {
        if (p.dead() || p.who == but.number) continue;
        seen.living.push_back(std::to_string(p.who));
        if (main && main->who.number == p.who) seen.main = seen.living.back();
    }
    return seen;
}

// Names run processes by the statuses of supervise, and all others by their own notes.
evidence::names evidence::everybody() const
{
    names all;
    for (const auto& s : statuses_)
        for (const auto& k : s.kin)
            if (k.how == came::spawned) all[k.who.number] = std::to_string(s.starts);
    for (const auto& n : notes_) {
        if (!n.event.starts_with("born:")) continue;
        const auto born = n.event.substr(5);
        const auto dot = std::min(born.find('.'), born.size());
        if (const auto root = all.find(std::atoi(born.c_str())); root != all.end())
            all[n.who.number] = root->second + born.substr(dot);
    }
    return all;
}

} // namespace foster::judge
