#include "t/judge/gate.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "kernel/linux/errors.h"

namespace foster::judge {

namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::milliseconds;

#if defined __x86_64__
constexpr unsigned architecture = AUDIT_ARCH_X86_64;
#elif defined __aarch64__
constexpr unsigned architecture = AUDIT_ARCH_AARCH64;
#else
constexpr unsigned architecture = 0; // every call is let through: nothing is seen
#endif

// The calls that others can feel.
constexpr unsigned calls[] = {
    SYS_renameat, SYS_renameat2, SYS_waitid, SYS_wait4,      SYS_kill,
    SYS_clone,    SYS_setsid,    SYS_execve, SYS_exit_group,
#ifdef SYS_vfork
    SYS_vfork,
#endif
};

sock_filter jump(unsigned value, std::size_t yes, std::size_t no)
{
    return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, static_cast<unsigned char>(yes),
                    static_cast<unsigned char>(no));
}

std::vector<sock_filter> filter()
{
    constexpr auto count = std::size(calls);
    std::vector<sock_filter> code{
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)),
        jump(architecture, 0, count + 1),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
    };
    for (std::size_t i = 0; i < count; ++i) code.push_back(jump(calls[i], count - i, 0));
    code.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    code.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF));
    return code;
}

// errno as a negative number, or the descriptor that hears who asks.
int set_up_gate()
{
    auto code = filter();
    const sock_fprog program{static_cast<unsigned short>(code.size()), code.data()};
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    const auto listener = ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                                    SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
    return listener < 0 ? -errno : static_cast<int>(listener);
}

} // namespace

// A child tries, and lets itself out by a signal: its every call that ends it well would
// wait for our leave.
int gate::hindrance()
{
    if (architecture == 0) return ENOSYS;
    int ends[2];
    need(::pipe2(ends, O_CLOEXEC), "unable to make a pipe");
    const fd from{ends[0]};
    const pid_t child = ::fork();
    if (child == 0) {
        const int listener = set_up_gate();
        if (::write(ends[1], &listener, sizeof listener) < 0) ::abort();
        for (;;) ::pause();
    }
    ::close(ends[1]);
    need(child, "unable to fork");
    int listener = -EPIPE;
    const bool told = ::read(from.number(), &listener, sizeof listener) > 0;
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    return told && listener >= 0 ? 0 : -listener;
}

// The child shares our descriptors until it has made the listener: so it is ours.
gate::gate(const std::vector<std::string>& argv, const std::string& directory,
           std::uint64_t seed)
    : random_(seed)
{
    constexpr unsigned tempers[] = {0, 50, 200, 500};
    restless_ = tempers[random_() % std::size(tempers)];
    int ends[2];
    need(::pipe2(ends, O_CLOEXEC), "unable to make a pipe");
    const fd from{ends[0]};
    fd to{ends[1]};
    who_ = static_cast<pid_t>(::syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0));
    if (who_ == 0) become(argv, directory, to.number());
    need(who_, "unable to fork");
    int listener = -1;
    if (::read(from.number(), &listener, sizeof listener) != sizeof listener)
        throw std::runtime_error("unable to hear of the gate");
    if (listener < 0) {
        errno = -listener;
        throw_errno("unable to set up a gate (seccomp, Linux 5.5)");
    }
    listener_ = fd{listener};
}

void gate::become(const std::vector<std::string>& argv, const std::string& directory,
                  int answer)
{
    const int listener = set_up_gate();
    const bool told = ::write(answer, &listener, sizeof listener) == sizeof listener;
    ::unshare(CLONE_FILES);
    if (!told || listener < 0 || ::chdir(directory.c_str()) < 0) ::_exit(100);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::dup2(::open("stderr", O_WRONLY | O_CREAT | O_APPEND, 0666), STDERR_FILENO);
    std::vector<char*> words;
    for (const auto& word : argv) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    ::execv(words[0], words.data());
    ::_exit(100);
}

void gate::attend(clock::duration patience, const asking& asked)
{
    const auto deadline = clock::now() + patience;
    for (;;) {
        let_through();
        auto until = deadline;
        for (const auto& h : held_) until = std::min(until, h.until);
        const auto left = duration_cast<microseconds>(until - clock::now()).count();
        const timespec wait{.tv_sec = 0, .tv_nsec = std::max(left, 0L) * 1000};
        pollfd there{listener_.number(), POLLIN, 0};
        const bool someone =
            ::ppoll(&there, 1, &wait, nullptr) > 0 && (there.revents & POLLIN);
        if (someone) hear(asked);
        if (there.revents & POLLHUP) return; // nobody is left who could ask
        if (!someone && clock::now() >= deadline) return;
    }
}

bool gate::idle() const
{
    pollfd there{listener_.number(), POLLIN, 0};
    return held_.empty() && !(::poll(&there, 1, 0) > 0 && (there.revents & POLLIN));
}

void gate::hear(const asking& asked)
{
    seccomp_notif who{};
    if (::ioctl(listener_.number(), SECCOMP_IOCTL_NOTIF_RECV, &who) < 0) return; // died
    asked(static_cast<pid_t>(who.pid), who.data.nr);
    held_.push_back({who.id, clock::now() + patience_with_one()});
}

void gate::let_through()
{
    const auto now = clock::now();
    std::erase_if(held_, [&](const held& h) {
        if (h.until > now) return false;
        seccomp_notif_resp leave{};
        leave.id = h.id;
        leave.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
        ::ioctl(listener_.number(), SECCOMP_IOCTL_NOTIF_SEND, &leave); // or it has died
        return true;
    });
}

// Most short, a few longer than supervise settles.
gate::clock::duration gate::patience_with_one()
{
    if (random_() % 1000 >= restless_) return {};
    const auto most = random_() % 32 == 0 ? 120'000 : random_() % 4 == 0 ? 15'000 : 1'500;
    return microseconds{random_() % static_cast<unsigned>(most)};
}

} // namespace foster::judge
