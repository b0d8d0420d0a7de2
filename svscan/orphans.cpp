#include "svscan/orphans.h"

#include <csignal>
#include <new>
#include <utility>

#include "kernel/linux/children.h"
#include "kernel/linux/files.h"
#include "kernel/linux/proc_namespace.h"
#include "kernel/linux/reap.h"

namespace foster {

namespace {

// If processes die faster than svscan can list them, it uses the list after so many
// looks.
constexpr int most_looks = 64;

// Returns whether this is a svscan-prefix, also one that the previous program has
// started.  Such a process belongs to no service.  Any process can take its name, but
// no process of a service can enter svscan's session, where svscan-prefix stays.
bool names_lines(pid who)
{
    return described(who).session.number == ::getsid(0) &&
           read_whole(path_in_proc(who, "comm")).text == "svscan-prefix\n";
}

// Returns the children that are no supervise processes: orphans of a supervise and, for
// process 1, orphans of any program.
std::vector<child> strangers(const service_set& ours)
{
    std::vector<child> there;
    if (!children_by_file(there) && !children_by_proc(there))
        children_by_probe(there, {::getpid()});
    std::erase_if(there, [&](const child& c) {
        return !ours.name_of(c.who).empty() || names_lines(c.who);
    });
    for (auto& c : there) c = described(c.who);
    return there;
}

} // namespace

bool may_have_left(const death& d, const std::string& directory)
{
    if (!meant_to(d)) return true;
    return !d.clean() && left_something_at(directory) && !supervised_at(directory);
}

// All children of a dead supervise are svscan's before svscan can reap that supervise.
std::vector<death>& orphans::hear(const service_set& ours, instant now)
{
    std::vector<child> there;
    // A process that has died since the last reap may have left some of these children.
    for (int look = 0; look == 0 || (look < most_looks && any_death_waits()); ++look) {
        reap_all();
        if (bereft(ours).empty() && !owners_.concerned()) break;
        there = strangers(ours);
    }
    const auto left = bereft(ours);
    if (!left.empty()) last_bereft_ = now;
    if (left.empty() && !owners_.concerned()) return dead_;
    std::vector<post> posts;
    for (const auto& b : left) posts.push_back(b.of);
    owners_.heard(posts, others(ours), there, crowded_, evidence_.claims(left, there));
    if (ambiguous()) evidence_.look(owners_);
    return dead_;
}

void orphans::obeyed()
{
    dead_.clear();
    tell();
    kill_condemned();
}

// Returns whether the next orphan may belong to another service, or to none.
bool orphans::ambiguous() const
{
    return owners_.concerned() && (crowded_ || owners_.owners() > 1);
}

// A service that takes longer than a minute to start seldom forks once more.
std::optional<instant> orphans::again(instant now) const
{
    constexpr nanoseconds watched = 1min;
    constexpr nanoseconds often = 50ms;
    if (!ambiguous() || now >= last_bereft_ + watched) return std::nullopt;
    return now + often;
}

void orphans::condemn(const post& p, instant now)
{
    condemned_.insert(p);
    condemned_at_ = now;
    kill_condemned();
}

bool orphans::condemned_live(instant now) const
{
    constexpr nanoseconds given_up = 10s;
    return now < condemned_at_ + given_up && !owners_.only_of(condemned_).empty();
}

void orphans::forget_others(const service_set& known)
{
    std::erase_if(condemned_,
                  [&](const post& p) { return !known.has(p.first) && !owners_.any(p); });
}

void orphans::reap_all()
{
    for (;;) {
        dead_.emplace_back(); // allocate first: a reaped death is not reported again
        const auto d = reap_any();
        if (!d) return dead_.pop_back();
        dead_.back() = *d;
    }
}

// Returns the dead supervise processes that may have left orphans.
std::vector<orphan_evidence::bereft> orphans::bereft(const service_set& ours) const
{
    std::vector<orphan_evidence::bereft> all;
    for (const auto& d : dead_)
        if (const auto of = ours.post_of(d.who))
            if (auto name = ours.name_of(d.who); may_have_left(d, name))
                all.push_back({*of, std::move(name)});
    return all;
}

std::vector<death> orphans::others(const service_set& ours) const
{
    std::vector<death> strange;
    for (const auto& d : dead_)
        if (!ours.post_of(d.who)) strange.push_back(d);
    return strange;
}

void orphans::tell()
{
    const auto told = reports_.all();
    for (const auto& whom : told) {
        try {
            reports_.tell(whom, owners_.take(whom));
        } catch (const std::bad_alloc&) {
            reports_.close(whom); // then supervise watches the orphans it knows by itself
        }
    }
    reports_.flush();
    for (const auto& whom : told)
        if (reports_.said(whom) && !owners_.has(whom)) reports_.close(whom);
}

void orphans::kill_condemned() const
{
    for (const pid who : owners_.only_of(condemned_))
        ::kill(who.number, SIGKILL); // not yet reaped, so the pid is its own
}

} // namespace foster
