#include "svscan/foreign.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <charconv>
#include <new>

#include "kernel/linux/children.h"
#include "kernel/linux/errors.h"

namespace foster {

namespace {

// Who holds fcntl's lock on that file; nobody also where it is in another pid namespace.
pid holder_of(const fd& lock)
{
    struct flock whole {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    if (::fcntl(lock.number(), F_GETLK, &whole) < 0 || whole.l_type == F_UNLCK) return {};
    return {whole.l_pid > 0 ? whole.l_pid : 0};
}

std::string proc(pid who, const char* name)
{
    return "/proc/" + std::to_string(who.number) + "/" + name;
}

std::string contents(const std::string& path)
{
    const fd file{::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
    char bytes[4096]; // of a longer one the beginning will do
    const auto got = file ? ::read(file.number(), bytes, sizeof bytes) : 0;
    return {bytes, got > 0 ? static_cast<std::size_t>(got) : 0};
}

// What a living svscan has, or somebody has started by hand, is not ours to end.
bool is_somebodys(pid supervise)
{
    const pid who = parent_of(supervise);
    if (described(supervise).session != supervise) return true; // svscan's lead one each
    struct stat its {};
    struct stat ours {};
    return ::stat(proc(who, "exe").c_str(), &its) == 0 &&
           ::stat("/proc/self/exe", &ours) == 0 && its.st_dev == ours.st_dev &&
           its.st_ino == ours.st_ino;
}

} // namespace

foreign::foreign()
    : events_(need(::epoll_create1(EPOLL_CLOEXEC), "unable to make an epoll"))
{
}

std::optional<pid> foreign::find(const std::string& directory) noexcept
try {
    // Nobody reads `ok` where nobody supervises: one call for most directories.
    const std::string files = directory + "/supervise/";
    if (!fd{::open((files + "ok").c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC)})
        return std::nullopt;
    const fd lock{::open((files + "lock").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
    if (!lock) return std::nullopt;
    const pid who = holder_of(lock);
    if (!who || handles_.contains(who) || is_somebodys(who)) return std::nullopt;
    fd handle{static_cast<int>(::syscall(SYS_pidfd_open, who.number, 0))};
    if (!handle || holder_of(lock) != who) return std::nullopt;
    epoll_event e{.events = EPOLLIN, .data = {}};
    if (::epoll_ctl(events_.number(), EPOLL_CTL_ADD, handle.number(), &e) < 0)
        return std::nullopt;
    handles_.emplace(who, std::move(handle));
    return who;
} catch (const std::bad_alloc&) {
    return std::nullopt;
}

void foreign::take(std::vector<death>& dead)
{
    for (auto at = handles_.begin(); at != handles_.end();) {
        pollfd p{.fd = at->second.number(), .events = POLLIN, .revents = 0};
        if (::poll(&p, 1, 0) > 0) {
            dead.push_back({.who = at->first});
            at = handles_.erase(at);
        } else {
            ++at;
        }
    }
}

bool foreign::signal(pid to, int signal) noexcept
{
    const auto known = handles_.find(to);
    if (known == handles_.end()) return false;
    ::syscall(SYS_pidfd_send_signal, known->second.number(), signal, nullptr, 0);
    return true;
}

std::optional<pid> survivor_of(const std::string& directory) noexcept
try {
    pid who;
    const auto named = contents(directory + "/supervise/pid");
    std::from_chars(named.data(), named.data() + named.size(), who.number);
    const auto state = contents(directory + "/supervise/state");
    const auto key = "{pid = " + std::to_string(who.number) + ", start = ";
    const auto at = state.find(key);
    if (!who || at == state.npos) return std::nullopt;
    std::uint64_t start = 0;
    std::from_chars(state.data() + at + key.size(), state.data() + state.size(), start);
    if (start == 0 || described(who).start != start) return std::nullopt;
    return who;
} catch (const std::bad_alloc&) {
    return std::nullopt;
}

fd pipe_of(pid who, int number, int flags) noexcept
try {
    const auto path = proc(who, "fd/") + std::to_string(number);
    struct stat there {};
    if (::stat(path.c_str(), &there) < 0 || !S_ISFIFO(there.st_mode)) return {};
    return fd{::open(path.c_str(), flags | O_CLOEXEC)};
} catch (const std::bad_alloc&) {
    return {};
}

} // namespace foster
