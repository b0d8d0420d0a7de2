#include "svctl/client/service_watch.h"

#include <algorithm>
#include <cerrno>
#include <exception>
#include <utility>

#include "kernel/linux/errors.h"
#include "svctl/client/inotify.h"
#include "svctl/client/supervise_client.h"
#include "svctl/client/with_supervise.h"

namespace foster {

namespace {

constexpr unsigned names_change =
    IN_CREATE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE | IN_ONLYDIR;
constexpr unsigned comes = IN_CREATE | IN_MOVED_TO | IN_ONLYDIR;
// supervise writes `complaint` without a rename.
constexpr unsigned comes_or_changes = comes | IN_CLOSE_WRITE;
// These events show that the reader of `ok`, a supervise, comes or goes.  Clients open
// the other end.
constexpr unsigned reader_changes = IN_OPEN | IN_CLOSE_NOWRITE;

} // namespace

service_watch::service_watch(const svctl_options& asked)
    : asked_(asked), inotify_(make_inotify())
{
    scan_dir_ =
        ::inotify_add_watch(inotify_.number(), asked.scan_dir.c_str(), names_change);
    list(meant(asked));
}

std::vector<service_watch::observed> service_watch::all() const
{
    std::vector<observed> list;
    list.reserve(order_.size());
    for (const auto& path : order_) list.push_back(known_.at(path));
    return list;
}

service_watch::news service_watch::change_of(const observed& one,
                                             std::optional<status> before)
{
    news n{how::changed, one.who, std::move(before), one.state};
    if (one.complained) n.complained = one.complaint;
    return n;
}

std::vector<service_watch::news> service_watch::take()
{
    std::vector<news> told;
    std::set<std::string> changed;
    bool moved = false;
    hear(changed, moved);
    if (moved) told = list_again();
    for (const auto& path : changed) {
        const auto found = known_.find(path);
        if (found == known_.end()) continue;
        auto& one = found->second;
        if (auto before = one.state; look(one))
            told.push_back(change_of(one, std::move(before)));
    }
    return told;
}

void service_watch::hear(std::set<std::string>& changed, bool& moved)
{
    hear_events(inotify_, [&](const inotify_event& e) {
        hear(e.wd, e.mask, e.len ? e.name : "", changed, moved);
    });
}

void service_watch::hear(int watch, unsigned mask, const std::string& name,
                         std::set<std::string>& changed, bool& moved)
{
    if (mask & IN_Q_OVERFLOW) { // events may be lost
        moved = true;
        for (const auto& [path, one] : known_) changed.insert(path);
    }
    if (watch == scan_dir_ && !name.starts_with('.')) moved = true;
    const auto found = watches_.find(watch);
    if (found == watches_.end()) return;
    for (const auto& w : found->second) {
        const auto known = known_.find(w.path);
        if (known == known_.end()) continue;
        switch (w.what) {
        case place::service:
            if (name == "supervise") changed.insert(w.path);
            if (name == "log") moved = true;
            break;
        case place::supervise:
            if (name == "state" && (mask & comes)) changed.insert(w.path);
            if (name == "complaint") changed.insert(w.path);
            if (name != "ok") break;
            [[fallthrough]];
        case place::ok: // if supervised, clients open it, as svctl does
            if (!(mask & IN_OPEN) || !known->second.supervised) changed.insert(w.path);
            break;
        }
        if (mask & IN_IGNORED) changed.insert(w.path);
    }
    if (mask & IN_IGNORED) watches_.erase(found);
}

void service_watch::watch(const std::string& path)
{
    const auto supervise = path + "/supervise";
    watch(path, place::service, path, comes);
    watch(path, place::supervise, supervise, comes_or_changes);
    // A user who may not read the FIFO may still read its directory (svctl perms).
    // Then the watch on the directory reports `ok` among the other files.
    if (!watch(path, place::ok, supervise + "/ok", reader_changes) && errno == EACCES)
        watch(path, place::supervise, supervise, comes_or_changes | reader_changes);
}

// Watches a file.  If the file is missing, the watch on its directory reports when it
// comes.
bool service_watch::watch(const std::string& path, place what, const std::string& file,
                          unsigned mask)
{
    const int number =
        ::inotify_add_watch(inotify_.number(), file.c_str(), mask | IN_MASK_ADD);
    if (number >= 0) watches_[number].insert({path, what});
    if (number >= 0 || (errno != ENOSPC && errno != ENOMEM)) return number >= 0;
    throw_errno("unable to watch so many services (raise "
                "/proc/sys/fs/inotify/max_user_watches, or name fewer)");
}

void service_watch::forget(const std::string& path)
{
    said_.erase(path);
    for (auto w = watches_.begin(); w != watches_.end();) {
        std::erase_if(w->second, [&](const watched& one) { return one.path == path; });
        if (w->second.empty()) ::inotify_rm_watch(inotify_.number(), w->first);
        w = w->second.empty() ? watches_.erase(w) : std::next(w);
    }
}

// Reads the state.  It begins to watch first, so that no later change is missed.
bool service_watch::look(observed& at)
{
    const auto before = at.state;
    at.complained = false;
    watch(at.who.path);
    try {
        const auto there = supervise_client::find(at.who.path);
        at.supervised = there.has_value();
        if (auto last = there ? there->last_complaint() : std::nullopt) {
            at.complained = last != at.complaint;
            at.complaint = std::move(last);
        }
        at.state = there ? std::optional{there->read()} : std::nullopt;
        said_.erase(at.who.path);
    } catch (const std::exception& e) {
        at.supervised = true;
        at.state = std::nullopt;
        if (auto& said = said_[at.who.path]; said != e.what())
            complain_of(at.who, said = e.what());
    }
    return before != at.state || at.complained;
}

std::vector<service_watch::news> service_watch::list_again()
{
    try {
        return list(meant(asked_));
    } catch (const nobody_meant&) { // it meant a service before
        return list({});
    }
}

// Compares the services by path, since another service may have taken over a name.
std::vector<service_watch::news> service_watch::list(const std::vector<service_name>& now)
{
    std::vector<news> told;
    order_.clear();
    auto gone = std::exchange(known_, {});
    for (const auto& who : now) {
        order_.push_back(who.path);
        const auto kept = gone.extract(who.path);
        auto& one = known_[who.path];
        one = kept.empty() ? observed{.who = who} : kept.mapped();
        auto before = one.state;
        const bool changed = look(one);
        if (kept.empty())
            told.push_back({how::came, who, std::nullopt, one.state});
        else if (changed)
            told.push_back(change_of(one, std::move(before)));
    }
    for (auto& [path, one] : gone) {
        told.push_back({how::went, one.who, std::move(one.state), std::nullopt});
        forget(path);
    }
    return told;
}

} // namespace foster
