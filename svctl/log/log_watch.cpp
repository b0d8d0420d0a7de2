#include "svctl/log/log_watch.h"

#include "kernel/linux/errors.h"
#include "svctl/client/inotify.h"

namespace foster {

namespace {

// Reports that a file grows, comes, goes or is renamed, or that the directory goes.
constexpr unsigned becomes = IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_TO |
                             IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_MASK_ADD;

} // namespace

log_watch::log_watch() : inotify_(make_inotify()) {}

void log_watch::add(const std::string& dir, std::size_t which)
{
    const int number = ::inotify_add_watch(inotify_.number(), dir.c_str(), becomes);
    if (number < 0) throw_errno(("unable to watch " + dir).c_str());
    watches_[number].insert(which);
    all_.insert(which);
}

std::set<std::size_t> log_watch::take()
{
    std::set<std::size_t> told;
    hear_events(inotify_, [&](const inotify_event& e) {
        if (e.mask & IN_Q_OVERFLOW) told = all_; // events may be lost
        if (const auto found = watches_.find(e.wd); found != watches_.end())
            told.insert(found->second.begin(), found->second.end());
    });
    return told;
}

} // namespace foster
