#include "lib/service_set.h"

#include <algorithm>

#include "lib/earliest.h"

namespace foster {

namespace {

constexpr nanoseconds delay = 1s;      // between two starts of one supervise
constexpr nanoseconds long_delay = 5s; // after an end that was no accident

} // namespace

bool meant_to(const death& d)
{
    return d.clean() || (d.how == manner::exited && (d.status == 100 || d.status == 111));
}

void service_set::seen(const sighting& s)
{
    if (leaving_) return;
    if (const auto known = names_.find(s.name);
        known != names_.end() && known->second != s.where)
        gone(s.name);
    names_[s.name] = s.where;
    auto& e = entries_[s.where];
    e.names.insert(s.name);
    e.log_there = s.has_log;
    // A log/ that appears later has no pipe to read from before the service is started
    // again.
    if (!e.at(half::service).supervise && !e.at(half::log).supervise && !e.piped)
        e.has_log = s.has_log;
    due_.insert(s.where);
}

void service_set::gone(const std::string& name)
{
    const auto known = names_.find(name);
    if (known == names_.end()) return;
    const place where = known->second;
    names_.erase(known);
    entries_.at(where).names.erase(name);
    due_.insert(where); // it ends if it has no name left after all facts
}

void service_set::swept(std::span<const sighting> all,
                        const std::set<std::string>& unsure)
{
    auto there = unsure;
    for (const auto& s : all) there.insert(s.name);
    std::set<std::string> vanished;
    for (const auto& [name, where] : names_)
        if (!there.contains(name)) vanished.insert(name);
    // Takes the new names first: a renamed directory stays the same service.
    for (const auto& s : all) seen(s);
    for (const auto& name : vanished) gone(name);
}

void service_set::spawned(place where, half which, pid supervise, instant now)
{
    auto& e = entries_.at(where);
    e.at(which) = {
        .supervise = supervise, .not_before = now + delay, .soonest = now + delay};
    e.piped = e.has_log;
    supervises_[supervise] = {where, which};
}

void service_set::refused(place where, half which, instant now)
{
    auto& p = entries_.at(where).at(which);
    p.not_before = p.soonest = now + delay;
    due_.insert(where);
}

void service_set::died(const death& d, instant now, bool bereft)
{
    const auto known = supervises_.find(d.who);
    if (known == supervises_.end()) return;
    const auto [where, which] = known->second;
    supervises_.erase(known);
    auto& p = entries_.at(where).at(which);
    p.soonest = d.clean() ? p.not_before : instant::max();
    // A dismissed supervise did as requested: its directory may be back.
    if (meant_to(d) && !(p.told && d.clean()))
        p.not_before = std::max(p.not_before, now + long_delay);
    p.supervise = {};
    p.told = false;
    p.bereft = bereft;
    p.failed = bereft && meant_to(d);
    // Uses a log/ that appeared in the last run.
    if (auto& e = entries_.at(where); !e.posts[0].supervise && !e.posts[1].supervise &&
                                      !e.posts[0].bereft && !e.posts[1].bereft &&
                                      !e.piped)
        e.has_log = e.log_there;
    due_.insert(where);
}

void service_set::hasten()
{
    for (auto& [where, e] : entries_)
        for (auto& p : e.posts)
            if (!p.supervise && p.soonest < p.not_before) {
                p.not_before = p.soonest;
                due_.insert(where);
            }
}

void service_set::dismissed(place where, half which)
{
    entries_.at(where).at(which).told = true;
}

void service_set::unpiped(place where)
{
    entries_.at(where).piped = false;
}

void service_set::abandoned(place where, half which)
{
    entries_.at(where).at(which).bereft = false;
}

void service_set::stop()
{
    leaving_ = true;
    for (auto& [where, e] : entries_) {
        e.ending = true;
        for (auto& p : e.posts) p.failed = false; // start one more, to end them well
        due_.insert(where);
    }
}

void service_set::keep(const tenure& t, instant now)
{
    seen(t.service);
    entries_.at(t.service.where).called = t.service.name;
    spawned(t.service.where, t.which, t.supervise, now);
}

service_set::action service_set::next(instant now)
{
    while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
        due_.insert(deadlines_.begin()->second);
        deadlines_.erase(deadlines_.begin());
    }
    while (!due_.empty()) {
        const place where = *due_.begin();
        const auto known = entries_.find(where);
        if (known != entries_.end()) {
            auto act = next_of(where, known->second, now);
            if (const auto* h = std::get_if<hold>(&act))
                deadlines_.insert({h->until, where});
            else if (!std::holds_alternative<rest>(act))
                return act;
            if (begins_anew(where, now)) continue;
        }
        due_.erase(where);
    }
    if (leaving_ && entries_.empty()) return leave{};
    if (!deadlines_.empty()) return hold{deadlines_.begin()->first};
    return rest{};
}

std::optional<std::pair<place, half>> service_set::post_of(pid supervise) const
{
    const auto known = supervises_.find(supervise);
    if (known == supervises_.end()) return std::nullopt;
    return known->second;
}

std::string service_set::name_of(pid supervise) const
{
    const auto known = supervises_.find(supervise);
    if (known == supervises_.end()) return {};
    const auto [where, which] = known->second;
    const auto& names = entries_.at(where).names;
    std::string name = names.empty() ? "(removed)" : name_in(entries_.at(where));
    return which == half::log ? name + "/log" : name;
}

bool service_set::any_ends() const
{
    return std::ranges::any_of(entries_, [](const auto& known) {
        return known.second.ending || known.second.names.empty();
    });
}

std::vector<service_set::tenure> service_set::tenures() const
{
    std::vector<tenure> all;
    for (const auto& [supervise, of] : supervises_) {
        const auto& [where, which] = of;
        const auto& e = entries_.at(where);
        if (!e.names.empty())
            all.push_back({{name_in(e), where, e.has_log}, which, supervise});
    }
    return all;
}

bool service_set::lost(place where) const
{
    const auto known = entries_.find(where);
    return known != entries_.end() && known->second.names.empty();
}

std::map<std::string, std::string> service_set::aliases() const
{
    std::map<std::string, std::string> all;
    for (const auto& [where, e] : entries_) {
        if (e.names.size() < 2) continue;
        for (const auto& name : e.names)
            if (name != name_in(e)) all.emplace(name, name_in(e));
    }
    return all;
}

const std::string& service_set::name_in(const entry& e)
{
    return e.names.contains(e.called) ? e.called : *e.names.begin();
}

std::string service_set::directory_of(entry& e, half which)
{
    e.called = name_in(e);
    return which == half::log ? e.called + "/log" : e.called;
}

service_set::action service_set::next_of(place where, entry& e, instant now)
{
    if (e.names.empty()) e.ending = true;
    if (e.ending) return end_of(where, e, now);
    std::optional<instant> until;
    for (const half which : {half::log, half::service}) {
        const auto& p = e.at(which);
        if (p.supervise || (which == half::log && !e.has_log)) continue;
        if (now < p.not_before) {
            until = earliest(until, p.not_before);
            continue;
        }
        return start{where, which, directory_of(e, which), e.has_log};
    }
    return until ? action{hold{*until}} : action{rest{}};
}

service_set::action service_set::end_of(place where, entry& e, instant now)
{
    for (const half which : {half::service, half::log}) {
        const auto& p = e.at(which);
        if (p.supervise) {
            if (!p.told) return dismiss{where, which, p.supervise};
            if (which == half::service) return rest{};
        } else if (p.bereft) {
            return end_of_bereft(where, e, which, now);
        }
        if (which == half::service && e.piped) return unpipe{where};
    }
    return rest{};
}

// Only a supervise knows how its service is stopped.  If none can be started, svscan
// kills the processes.
service_set::action service_set::end_of_bereft(place where, entry& e, half which,
                                               instant now)
{
    const auto& p = e.at(which);
    if (e.names.empty() || p.failed) return abandon{where, which};
    if (now < p.not_before) return hold{p.not_before};
    return start{where, which, directory_of(e, which), e.has_log};
}

// Forgets an entry that has ended.  Returns true if its directory is back, and so is a
// new service.
bool service_set::begins_anew(place where, instant now)
{
    const auto known = entries_.find(where);
    auto& e = known->second;
    if (!e.ending || e.piped || std::ranges::any_of(e.posts, [](const post& p) {
            return p.supervise || p.bereft;
        }))
        return false;
    if (e.names.empty() || leaving_) {
        // If svscan forgot it at once, it could return and be started twice within the
        // delay.
        const auto paced = std::max(e.posts[0].not_before, e.posts[1].not_before);
        if (leaving_ || paced <= now)
            entries_.erase(known);
        else
            deadlines_.insert({paced, where});
        return false;
    }
    e.ending = false;
    e.has_log = e.log_there;
    return true;
}

} // namespace foster
