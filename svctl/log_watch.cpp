#include "svctl/log_watch.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <cerrno>

#include "kernel/linux/errors.h"

namespace foster {

namespace {

// A file grows, comes, goes or gets another name; or the directory itself goes.
constexpr unsigned becomes = IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_TO |
                             IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_MASK_ADD;

} // namespace

log_watch::log_watch()
    : inotify_(need(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK),
                    "unable to make an inotify instance"))
{
}

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
    alignas(inotify_event) char bytes[8192];
    ssize_t got = 0;
    while ((got = ::read(inotify_.number(), bytes, sizeof bytes)) > 0)
        for (const char* at = bytes; at < bytes + got;) {
            const auto* const e = reinterpret_cast<const inotify_event*>(at);
            if (e->mask & IN_Q_OVERFLOW) told = all_; // anything may have been missed
            if (const auto found = watches_.find(e->wd); found != watches_.end())
                told.insert(found->second.begin(), found->second.end());
            at += sizeof *e + e->len;
        }
    return told;
}

} // namespace foster
