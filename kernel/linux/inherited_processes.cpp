#include "kernel/linux/inherited_processes.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <new>

#include "kernel/linux/children.h"
#include "kernel/linux/errors.h"
#include "kernel/linux/pidfd.h"

namespace foster {

namespace {

// Returns a handle of exactly this process; none if it is dead (ESRCH), if the kernel
// is older than Linux 5.3 (ENOSYS), or if no file can be opened (EMFILE).  If its
// number had gone to another process between the two looks, the start time would
// differ.
fd handle_of(const ward& w)
{
    fd handle = pidfd_of(w.who);
    if (handle && w.start && described(w.who).start != w.start) {
        handle.close();
        errno = ESRCH;
    }
    return handle;
}

// Returns whether its number is free, or belongs to another process.
bool is_gone(const ward& w)
{
    if (::kill(w.who.number, 0) < 0 && errno == ESRCH) return true;
    const auto start = described(w.who).start;
    return start && w.start && start != w.start;
}

// Returns the errno of a refusal, or 0.  A process that is not our child can disappear
// at any moment (ESRCH), even between two signals of one stop.
int signal_to(const ward& w, int signal)
{
    const fd opened = handle_of(w);
    if (opened) return signal_by(opened, signal);
    if (errno != ENOSYS) return errno;
    if (described(w.who).start != w.start) return ESRCH;
    return ::kill(w.who.number, signal) < 0 ? errno : 0;
}

// struct pidfd_info of Linux 6.15, linux/pidfd.h.  Older kernels answer ENOTTY, and
// cannot tell how the child of another process ended.
struct pidfd_info {
    std::uint64_t mask;
    std::uint64_t cgroup;
    std::uint32_t ids[11];
    std::int32_t exit_code;
};
static_assert(sizeof(pidfd_info) == 64);     // PIDFD_INFO_SIZE_VER0
constexpr std::uint64_t info_exit = 1U << 3; // PIDFD_INFO_EXIT

death death_of(pid who, const fd& handle)
{
    pidfd_info info{.mask = info_exit, .cgroup = 0, .ids = {}, .exit_code = 0};
    if (::syscall(SYS_ioctl, handle.number(), _IOWR(0xFF, 11, pidfd_info), &info) < 0 ||
        !(info.mask & info_exit))
        return {.who = who, .how = manner::unknown, .status = 0};
    const int code = info.exit_code;
    if (WIFEXITED(code)) return {who, manner::exited, WEXITSTATUS(code)};
    return {who, WCOREDUMP(code) ? manner::dumped : manner::signalled, WTERMSIG(code)};
}

} // namespace

void inherited_processes::open(int pipe, const predecessor& was, bool shared)
{
    events_ =
        fd{need(::epoll_create1(EPOLL_CLOEXEC), "unable to create an epoll instance")};
    shared_ = shared;
    sessions_ = own_sessions(everybody(was.said), shared);
    known_.begin(was, pipe >= 0);
    if (pipe < 0) {
        watch_all();
        return;
    }
    pipe_ = fd{pipe};
    ::fcntl(pipe, F_SETFL, O_RDONLY | O_NONBLOCK);
    ::fcntl(pipe, F_SETFD, FD_CLOEXEC);
    epoll_event e{.events = EPOLLIN, .data = {}};
    need(::epoll_ctl(events_.number(), EPOLL_CTL_ADD, pipe, &e),
         "unable to use the pipe from svscan");
    hear();
}

std::optional<death> inherited_processes::reap() noexcept
{
    if (!events_) return std::nullopt;
    hear();
    return known_.reap();
}

bool inherited_processes::death_waits() noexcept
{
    if (!events_) return false;
    hear();
    return known_.death_waits();
}

std::span<const pid> inherited_processes::list() noexcept
try {
    look_below();
    listed_.clear();
    for (const auto& w : known_.all()) listed_.push_back(w.who);
    return listed_;
} catch (const std::bad_alloc&) {
    return listed_;
}

void inherited_processes::correct(std::vector<child>& looks) noexcept
try {
    for (auto& c : looks) {
        const ward* const w = known_.find(c.who);
        if (!w) continue;
        if (w->start && w->start != c.start)
            c = {.who = w->who, .start = w->start};
        else
            learn_session(c);
    }
} catch (const std::bad_alloc&) { // the next look learns it
}

// Learns a session that a daemon began after it was recovered.  When svscan does not
// report its orphans any more, they are found by that session.
void inherited_processes::learn_session(const child& look)
{
    if (!look.session || std::ranges::find(sessions_, look.session) != sessions_.end())
        return;
    std::vector<member> all;
    for (const auto& w : known_.all()) all.push_back({.who = w.who, .start = w.start});
    for (const pid s : own_sessions(all, shared_))
        if (std::ranges::find(sessions_, s) == sessions_.end()) sessions_.push_back(s);
}

std::optional<int> inherited_processes::signal(pid to, int signal) noexcept
{
    const ward* const w = known_.find(to);
    if (!w) return std::nullopt;
    try {
        look_below();                 // the signal may kill it
    } catch (const std::bad_alloc&) { // earlier results stay
    }
    const int error = signal_to(*w, signal);
    return error == ESRCH ? 0 : error; // it is dead, which will be reported
}

bool inherited_processes::is_another(pid who) const
{
    const ward* const w = known_.find(who);
    return w && w->start && described(who).start != w->start;
}

bool inherited_processes::unwatched() const noexcept
{
    return std::ranges::any_of(handles_, [](const handle& h) { return !h.number; });
}

// Reads all waiting notes.  A note without memory is read when there is some.
void inherited_processes::hear() noexcept
try {
    look_for_deaths();
    if (!pipe_) return;
    for (;;) {
        ward_note note;
        const auto got = ::read(pipe_.number(), &note, sizeof note);
        if (got == sizeof note) {
            if (note.what == ward_note::kind::begun) watch_unnamed();
            known_.heard(note, familiar(note));
            continue;
        }
        if (got < 0 && errno == EINTR) continue;
        if (got == 0) { // no further notes will come
            pipe_.close();
            known_.unheard();
            watch_all();
        }
        return;
    }
} catch (const std::bad_alloc&) {
}

bool inherited_processes::familiar(const ward_note& note) const
{
    if (note.what != ward_note::kind::perhaps) return false;
    const pid session = described(note.who).session;
    return session && std::ranges::find(sessions_, session) != sessions_.end();
}

// Watches all inherited processes.  Those that are dead may have left orphans, as may
// one that dies later.
void inherited_processes::watch_all()
{
    look_for_orphans();
    const std::vector<ward> all{known_.all().begin(), known_.all().end()};
    for (const auto& w : all) watch(w);
}

// Watches the processes that svscan has not named: they are not its children.
void inherited_processes::watch_unnamed()
{
    const std::vector<ward> left{known_.unnamed().begin(), known_.unnamed().end()};
    for (const auto& w : left) {
        if (!w.start || described(w.who).start != w.start) continue;
        known_.lives(w);
        watch(w);
    }
    // Dead ones may have left orphans to a process other than svscan.
    if (!known_.unnamed().empty()) look_for_orphans();
}

void inherited_processes::watch(const ward& w)
{
    fd opened = handle_of(w);
    if (!opened && errno == ESRCH) {
        look_for_orphans(); // it died since the last look: its orphans first
        known_.died({.who = w.who});
        return;
    }
    epoll_event e{.events = EPOLLIN, .data = {}};
    if (opened && ::epoll_ctl(events_.number(), EPOLL_CTL_ADD, opened.number(), &e) < 0)
        opened.close();
    handles_.push_back({w, std::move(opened)});
}

void inherited_processes::look_for_deaths()
{
    for (std::size_t i = 0; i < handles_.size();) {
        const auto& h = handles_[i];
        if (!(h.number ? has_ended(h.number) : is_gone(h.of))) {
            ++i;
            continue;
        }
        look_for_orphans();                  // its orphans first
        if (known_.find(handles_[i].of.who)) // else svscan has reported it
            known_.died(death_of(handles_[i].of.who, handles_[i].number));
        handles_.erase(handles_.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

// Remembers the processes below those that svscan does not report, also beyond their
// death, since no note names their orphans.
void inherited_processes::look_below()
{
    if (handles_.empty()) return;
    std::vector<child> all;
    for (const auto& h : handles_)
        if (known_.find(h.of.who) && described(h.of.who).start == h.of.start)
            add_descendants(all, h.of.who);
    std::erase_if(below_, [&](const ward& w) {
        return std::ranges::find(all, w.who, &child::who) != all.end() ||
               described(w.who).start != w.start;
    });
    for (const auto& c : all)
        if (c.start) below_.push_back({c.who, c.start});
}

// Looks for orphans: processes in a known session, or seen below a known process, that
// are now children of another process.
void inherited_processes::look_for_orphans()
{
    std::vector<pid> orphans; // watching one may look for others
    find_orphans(orphans, sessions_);
    take_orphans(orphans);
    orphans.clear();
    const auto is_below = [&](pid p) {
        return std::ranges::find(below_, p, &ward::who) != below_.end();
    };
    for (const auto& w : below_) {
        const pid parent = described(w.who).start == w.start ? parent_of(w.who) : pid{};
        if (parent && !is_below(parent) && !known_.find(parent)) orphans.push_back(w.who);
    }
    take_orphans(orphans);
}

void inherited_processes::take_orphans(std::span<const pid> orphans)
{
    for (const pid p : orphans) {
        if (known_.find(p)) continue;
        const ward w{p, described(p).start};
        if (!w.start) continue;
        known_.seen(w);
        watch(w);
    }
}

} // namespace foster
