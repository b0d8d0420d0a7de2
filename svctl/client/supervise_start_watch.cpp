#include "svctl/client/supervise_start_watch.h"

#include <sys/stat.h>

#include <cerrno>
#include <string_view>

#include "svctl/client/inotify.h"

namespace foster {

namespace {

constexpr unsigned comes = IN_CREATE | IN_MOVED_TO | IN_ONLYDIR;

bool is_link(const std::string& path)
{
    struct stat there {};
    return ::lstat(path.c_str(), &there) == 0 && S_ISLNK(there.st_mode);
}

} // namespace

void supervise_start_watch::watch(const std::string& path)
{
    if (!inotify_) inotify_ = fd{::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)};
    const auto supervise = path + "/supervise";
    const bool outer = add(path, comes);
    // supervise opens its FIFO `ok` for reading; before that, clients cannot open it.
    const bool inner = add(supervise, comes | IN_OPEN);
    if (!outer || (!inner && (errno != ENOENT || is_link(supervise)))) deaf_ = true;
}

bool supervise_start_watch::add(const std::string& directory, unsigned events)
{
    return ::inotify_add_watch(inotify_.number(), directory.c_str(), events) >= 0;
}

bool supervise_start_watch::take()
{
    bool any = false;
    if (!inotify_) return any;
    hear_events(inotify_, [&](const inotify_event& e) {
        const std::string_view name = e.len ? e.name : "";
        any = any || (e.mask & IN_Q_OVERFLOW) || name == "supervise" || name == "ok";
    });
    return any;
}

} // namespace foster
