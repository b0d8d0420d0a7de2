#include "svscan/foreign_supervises.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <new>

#include "kernel/linux/children.h"
#include "kernel/linux/errors.h"
#include "kernel/linux/files.h"
#include "kernel/linux/pidfd.h"
#include "kernel/linux/proc_namespace.h"
#include "kernel/linux/program_paths.h"
#include "kernel/linux/safe_open.h"
#include "lib/state_summary.h"

namespace foster {

namespace {

// Returns the process that holds fcntl's lock on that file; 0 if there is none, or if
// it is in another pid namespace.
pid holder_of(const fd& lock)
{
    struct flock whole {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    if (::fcntl(lock.number(), F_GETLK, &whole) < 0 || whole.l_type == F_UNLCK) return {};
    return {whole.l_pid > 0 ? whole.l_pid : 0};
}

// Returns whether svscan must not take over this process.  A supervise of a living
// svscan, or one that was started by hand, is not svscan's to end.  A process of
// another user is no supervise, whatever it has locked.
bool is_somebodys(pid supervise)
{
    const auto user = user_of(supervise);
    if (user != 0U && user != ::geteuid()) return true;
    const pid who = parent_of(supervise);
    if (described(supervise).session != supervise)
        return true; // svscan gives each supervise a session
    struct stat its {};
    struct stat ours {};
    return ::stat(path_in_proc(who, "exe").c_str(), &its) == 0 &&
           ::stat(own_file, &ours) == 0 && its.st_dev == ours.st_dev &&
           its.st_ino == ours.st_ino;
}

} // namespace

foreign_supervises::foreign_supervises()
    : events_(need(::epoll_create1(EPOLL_CLOEXEC), "unable to create an epoll instance"))
{
}

std::optional<pid> foreign_supervises::find(const std::string& directory) noexcept
try {
    // `ok` has no reader if no supervise runs.  So most directories take one system
    // call.
    if (!supervised_at(directory)) return std::nullopt;
    const fd lock =
        open_kind(AT_FDCWD, (directory + "/supervise/lock").c_str(), O_RDONLY, S_IFREG);
    if (!lock) return std::nullopt;
    const pid who = holder_of(lock);
    if (who && parent_of(who).number == ::getpid()) return who;
    if (handles_.contains(who)) return who;
    if (!who || is_somebodys(who)) return std::nullopt;
    fd handle = pidfd_of(who);
    if (!handle || holder_of(lock) != who || !watch(who, std::move(handle)))
        return std::nullopt;
    return who;
} catch (const std::bad_alloc&) {
    return std::nullopt;
}

bool foreign_supervises::keep(pid who, std::uint64_t start) noexcept
{
    if (parent_of(who).number == ::getpid())
        return true; // not yet reaped, so the pid is still its own
    fd handle = pidfd_of(who);
    return handle && described(who).start == start && watch(who, std::move(handle));
}

bool foreign_supervises::watch(pid who, fd handle) noexcept
try {
    epoll_event e{.events = EPOLLIN, .data = {}};
    if (::epoll_ctl(events_.number(), EPOLL_CTL_ADD, handle.number(), &e) < 0)
        return false;
    handles_.emplace(who, std::move(handle));
    return true;
} catch (const std::bad_alloc&) {
    return false;
}

void foreign_supervises::take(std::vector<death>& dead)
{
    for (auto at = handles_.begin(); at != handles_.end();) {
        if (has_ended(at->second)) {
            dead.push_back({.who = at->first});
            at = handles_.erase(at);
        } else {
            ++at;
        }
    }
}

bool foreign_supervises::signal(pid to, int signal) noexcept
{
    const auto known = handles_.find(to);
    if (known == handles_.end()) return false;
    signal_by(known->second, signal);
    return true;
}

std::optional<pid> survivor_of(const std::string& directory) noexcept
try {
    const auto named = read_published(directory + "/supervise/pid").text;
    pid who;
    std::from_chars(named.data(), named.data() + named.size(), who.number);
    if (!who) return std::nullopt;
    const auto start = start_in(read_published(directory + "/supervise/state").text, who);
    if (start == 0 || described(who).start != start) return std::nullopt;
    return who;
} catch (const std::bad_alloc&) {
    return std::nullopt;
}

} // namespace foster
