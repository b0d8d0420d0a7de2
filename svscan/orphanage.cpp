#include "svscan/orphanage.h"

#include <csignal>
#include <new>
#include <utility>

#include "kernel/linux/children.h"
#include "kernel/linux/files.h"
#include "kernel/linux/proc.h"
#include "kernel/linux/reap.h"

namespace foster {

namespace {

// A tree that dies faster than we list it is taken as it is after so many looks.
constexpr int most_looks = 64;

// A svscan-prefix is of no service, also one that the program before us has started.  Any
// process can take its name, but none of a service can enter our session, where it stays.
bool names_lines(pid who)
{
    return described(who).session.number == ::getsid(0) &&
           read_whole(path_in_proc(who, "comm")).text == "svscan-prefix\n";
}

// Our children that are no supervises: those whom a supervise has left, and, where we are
// the first process, orphans of anybody.
std::vector<child> strangers(const roster& ours)
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

// Whatever a supervise that has died had is ours before we hear of the death.
std::vector<death>& orphanage::hear(const roster& ours, instant now)
{
    std::vector<child> there;
    // Whoever has died since the last was reaped may have left some of these.
    for (int look = 0; look == 0 || (look < most_looks && any_death_waits()); ++look) {
        reap_all();
        if (bereft(ours).empty() && !warden_.concerned()) break;
        there = strangers(ours);
    }
    const auto left = bereft(ours);
    if (!left.empty()) last_bereft_ = now;
    if (left.empty() && !warden_.concerned()) return dead_;
    std::vector<post> posts;
    for (const auto& b : left) posts.push_back(b.of);
    warden_.heard(posts, others(ours), there, crowded_, lineage_.claims(left, there));
    if (ambiguous()) lineage_.look(warden_);
    return dead_;
}

void orphanage::obeyed()
{
    dead_.clear();
    tell();
    kill_condemned();
}

// Whether an orphan that comes next can be of another service, or of none.
bool orphanage::ambiguous() const
{
    return warden_.concerned() && (crowded_ || warden_.owners() > 1);
}

// A start that takes longer has seldom more to fork.
std::optional<instant> orphanage::again(instant now) const
{
    constexpr nanoseconds watched = 1min;
    constexpr nanoseconds often = 50ms;
    if (!ambiguous() || now >= last_bereft_ + watched) return std::nullopt;
    return now + often;
}

void orphanage::condemn(const post& p, instant now)
{
    condemned_.insert(p);
    condemned_at_ = now;
    kill_condemned();
}

bool orphanage::condemned_live(instant now) const
{
    constexpr nanoseconds given_up = 10s;
    return now < condemned_at_ + given_up && !warden_.only_of(condemned_).empty();
}

void orphanage::forget_others(const roster& known)
{
    std::erase_if(condemned_,
                  [&](const post& p) { return !known.has(p.first) && !warden_.any(p); });
}

void orphanage::reap_all()
{
    for (;;) {
        dead_.emplace_back(); // first: whom we have reaped nobody tells us of again
        const auto d = reap_any();
        if (!d) return dead_.pop_back();
        dead_.back() = *d;
    }
}

// The supervises among the dead that may have left somebody.
std::vector<lineage::bereft> orphanage::bereft(const roster& ours) const
{
    std::vector<lineage::bereft> all;
    for (const auto& d : dead_)
        if (const auto of = ours.post_of(d.who))
            if (auto name = ours.name_of(d.who); may_have_left(d, name))
                all.push_back({*of, std::move(name)});
    return all;
}

std::vector<death> orphanage::others(const roster& ours) const
{
    std::vector<death> strange;
    for (const auto& d : dead_)
        if (!ours.post_of(d.who)) strange.push_back(d);
    return strange;
}

void orphanage::tell()
{
    const auto told = tidings_.all();
    for (const auto& whom : told) {
        try {
            tidings_.tell(whom, warden_.take(whom));
        } catch (const std::bad_alloc&) {
            tidings_.close(whom); // then it watches whom it knows by itself
        }
    }
    tidings_.flush();
    for (const auto& whom : told)
        if (tidings_.said(whom) && !warden_.has(whom)) tidings_.close(whom);
}

void orphanage::kill_condemned() const
{
    for (const pid who : warden_.only_of(condemned_))
        ::kill(who.number, SIGKILL); // our child, not yet reaped
}

} // namespace foster
