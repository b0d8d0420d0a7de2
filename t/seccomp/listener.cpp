#include "t/seccomp/listener.h"

#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <cstdlib>

#include "kernel/linux/errors.h"

namespace foster::seccomp {

namespace {

#if defined __x86_64__
constexpr unsigned architecture = AUDIT_ARCH_X86_64;
#elif defined __aarch64__
constexpr unsigned architecture = AUDIT_ARCH_AARCH64;
#else
constexpr unsigned architecture = 0; // without it every call is allowed: nothing is seen
#endif

constexpr sock_filter ask = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
constexpr sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);

sock_filter load(std::size_t offset)
{
    return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<unsigned>(offset));
}

sock_filter jump(unsigned value, std::size_t yes, std::size_t no)
{
    return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, static_cast<unsigned char>(yes),
                    static_cast<unsigned char>(no));
}

// The child reports its listener on this descriptor, which no filter catches.
constexpr int report = 900;

long set_filter(const sock_fprog& program)
{
    constexpr unsigned long listens = SECCOMP_FILTER_FLAG_NEW_LISTENER;
    constexpr unsigned long killable = 1UL << 5; // WAIT_KILLABLE_RECV, Linux 5.19
    const auto made =
        ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, listens | killable, &program);
    if (made >= 0 || errno != EINVAL) return made;
    return ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, listens, &program);
}

// Returns the descriptor that reports the calls, or a negative errno.
int install(const filter& which)
{
    auto code = which;
    const sock_fprog program{static_cast<unsigned short>(code.size()), code.data()};
    auto made = set_filter(program);
    if (made < 0 && errno == EACCES) { // not root
        ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        made = set_filter(program);
    }
    return made < 0 ? -errno : static_cast<int>(made);
}

void install_and_report(const filter& which)
{
    const int made = install(which);
    if (::write(report, &made, sizeof made) < 0) ::abort();
}

} // namespace

filter filter_of(std::span<const unsigned> calls)
{
    const auto count = calls.size();
    filter code{load(offsetof(seccomp_data, arch)), jump(architecture, 0, count + 1),
                load(offsetof(seccomp_data, nr))};
    for (std::size_t i = 0; i < count; ++i) code.push_back(jump(calls[i], count - i, 0));
    code.push_back(allow);
    code.push_back(ask);
    return code;
}

filter filter_of_static_programs()
{
    constexpr auto upper_half = offsetof(seccomp_data, instruction_pointer) + 4;
    return {load(offsetof(seccomp_data, arch)),
            jump(architecture, 0, 6),
            load(upper_half),
            jump(0, 0, 4),
            load(offsetof(seccomp_data, nr)),
            jump(SYS_write, 0, 3),
            load(offsetof(seccomp_data, args)),
            jump(report, 0, 1),
            allow,
            ask};
}

// Lets a child try.  The child ends by a signal, because every call for a normal end
// would wait for the listener.
int listener::hindrance(const filter& which)
{
    if (architecture == 0) return ENOSYS;
    int ends[2];
    need(::pipe2(ends, O_CLOEXEC), "unable to make a pipe");
    const fd from{ends[0]};
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], report);
        install_and_report(which);
        for (;;) ::pause();
    }
    ::close(ends[1]);
    need(child, "unable to fork");
    int made = -EPIPE;
    const bool told = ::read(from.number(), &made, sizeof made) > 0;
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    return told && made >= 0 ? 0 : -made;
}

// The child shares the descriptors until it has made the listener, so that this process
// has it.
listener::listener(const filter& which, const std::function<void()>& become)
{
    int ends[2];
    need(::pipe2(ends, O_CLOEXEC), "unable to make a pipe");
    const fd from{ends[0]};
    const fd to{need(::dup3(ends[1], report, O_CLOEXEC), "unable to report")};
    ::close(ends[1]);
    who_ = static_cast<pid_t>(::syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0));
    if (who_ == 0) {
        install_and_report(which);
        ::unshare(CLONE_FILES);
        become();
        ::_exit(exit_permanent);
    }
    need(who_, "unable to fork");
    int made = -1;
    if (::read(from.number(), &made, sizeof made) != static_cast<ssize_t>(sizeof made))
        throw std::runtime_error("unable to hear of the gate");
    if (made < 0) {
        errno = -made;
        throw_errno("unable to set up a gate (seccomp, Linux 5.5)");
    }
    file_ = fd{made};
    ::fcntl(made, F_SETFD, FD_CLOEXEC);
}

std::optional<asked> listener::next() const
{
    seccomp_notif who{};
    if (::ioctl(file_.number(), SECCOMP_IOCTL_NOTIF_RECV, &who) < 0) return std::nullopt;
    asked waits{who.id, static_cast<pid_t>(who.pid), who.data.nr};
    std::ranges::copy(who.data.args, waits.arguments.begin());
    return waits;
}

void listener::let_through(std::uint64_t id) const
{
    seccomp_notif_resp leave{};
    leave.id = id;
    leave.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    ::ioctl(file_.number(), SECCOMP_IOCTL_NOTIF_SEND, &leave); // or the process has died
}

void listener::refuse(std::uint64_t id, int error) const
{
    seccomp_notif_resp answer{};
    answer.id = id;
    answer.error = -error;
    ::ioctl(file_.number(), SECCOMP_IOCTL_NOTIF_SEND, &answer); // or the process has died
}

} // namespace foster::seccomp
