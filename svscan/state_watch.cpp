#include "svscan/state_watch.h"

#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

#include "kernel/linux/safe_open.h"

namespace foster {

namespace {

// A supervise makes its directory within milliseconds.  If it cannot, this look costs
// little.
constexpr nanoseconds unwatched = 20ms;

// More than any state that supervise writes.  The rest of a larger file is ignored.
constexpr std::size_t most = 64 * 1024;

} // namespace

int state_watch::open() noexcept
{
    news_ = fd{::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)};
    return news_ ? 0 : errno;
}

void state_watch::begins(place where, const std::string& directory, instant now)
{
    auto& v = seen_[where];
    char here[PATH_MAX]; // absolute, since svscan may change its directory
    v.directory = directory;
    if (directory[0] != '/' && ::getcwd(here, sizeof here))
        v.directory = std::string{here} + '/' + directory;
    v.stale = identity_of(v.directory + "/supervise/state");
    v.due = true;
    v.last = {};
    ever_ = true;
    again_ = now + unwatched;
}

void state_watch::look(const service_set& known, instant now)
{
    std::erase_if(seen_, [&](const auto& s) {
        if (known.has(s.first)) return false;
        if (s.second.watch >= 0) ::inotify_rm_watch(news_.number(), s.second.watch);
        return true;
    });
    hear();
    const bool due = again_ && now >= *again_;
    again_.reset();
    over_ = 0;
    for (auto& [where, v] : seen_) {
        if (v.watch < 0 && news_) {
            v.watch =
                ::inotify_add_watch(news_.number(), (v.directory + "/supervise").c_str(),
                                    IN_MOVED_TO | IN_ONLYDIR);
            v.due = true;
        }
        if (v.watch < 0) again_ = now + unwatched;
        if (v.due || due) v.due = !read(v);
        if (v.last.over) ++over_;
    }
    complete_ = known.size() == seen_.size();
}

state_summary state_watch::at(place where) const
{
    const auto known = seen_.find(where);
    return known == seen_.end() ? state_summary{} : known->second.last;
}

std::optional<state_summary> state_watch::essential_over() const
{
    for (const auto& [where, v] : seen_)
        if (v.last.over && v.last.essential) return v.last;
    return std::nullopt;
}

void state_watch::hear()
{
    alignas(inotify_event) char bytes[4096];
    ssize_t got = 0;
    while (news_ && (got = ::read(news_.number(), bytes, sizeof bytes)) > 0) {
        for (const char* at = bytes; at < bytes + got;) {
            const auto* event = reinterpret_cast<const inotify_event*>(at);
            at += sizeof *event + event->len;
            for (auto& [where, v] : seen_) {
                if (v.watch != event->wd && !(event->mask & IN_Q_OVERFLOW)) continue;
                v.due = true;
                if (event->mask & IN_IGNORED) v.watch = -1;
            }
        }
    }
}

// Returns true if the file was read, or if the next news of it comes by the watch.
bool state_watch::read(view& v) const
{
    const auto path = v.directory + "/supervise/state";
    const auto now = identity_of(path);
    if (now.inode == 0 ||
        (now.inode == v.stale.inode && now.changed.tv_sec == v.stale.changed.tv_sec &&
         now.changed.tv_nsec == v.stale.changed.tv_nsec))
        return true;
    const fd file = open_kind(AT_FDCWD, path.c_str(), O_RDONLY, S_IFREG);
    if (!file) return errno == ENOENT;
    std::string text(most, '\0');
    const auto got = ::read(file.number(), text.data(), text.size());
    if (got < 0) return false;
    text.resize(static_cast<std::size_t>(got));
    v.last = glance_at(text);
    return true;
}

state_watch::identity state_watch::identity_of(const std::string& state)
{
    struct stat there {};
    if (::lstat(state.c_str(), &there) < 0 || !S_ISREG(there.st_mode)) return {};
    return {there.st_ino, there.st_ctim};
}

} // namespace foster
