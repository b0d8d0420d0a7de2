#include "t/judge/call_gate.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

#include "kernel/linux/errors.h"

namespace foster::judge {

namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::milliseconds;

// The calls that other processes can notice.
constexpr unsigned calls[] = {
    SYS_renameat, SYS_renameat2, SYS_waitid, SYS_wait4,      SYS_kill,
    SYS_clone,    SYS_setsid,    SYS_execve, SYS_exit_group,
#ifdef SYS_vfork
    SYS_vfork,
#endif
};

void become(const std::vector<std::string>& argv, const std::string& directory)
{
    if (::chdir(directory.c_str()) < 0) return;
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::dup2(::open("stderr", O_WRONLY | O_CREAT | O_APPEND, 0666), STDERR_FILENO);
    std::vector<char*> words;
    for (const auto& word : argv) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    ::execv(words[0], words.data());
}

} // namespace

int gate::hindrance()
{
    return seccomp::listener::hindrance(seccomp::filter_of(calls));
}

gate::gate(const std::vector<std::string>& argv, const std::string& directory,
           std::uint64_t seed)
    : listener_(seccomp::filter_of(calls), [&] { become(argv, directory); }),
      random_(seed)
{
    constexpr unsigned tempers[] = {0, 50, 200, 500};
    restless_ = tempers[random_() % std::size(tempers)];
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
        if (there.revents & POLLHUP) return; // no process is left that could ask
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
    const auto waits = listener_.next();
    if (!waits) return;
    asked(waits->who, waits->call);
    held_.push_back({waits->id, clock::now() + patience_with_one()});
}

void gate::let_through()
{
    const auto now = clock::now();
    std::erase_if(held_, [&](const held& h) {
        if (h.until > now) return false;
        listener_.let_through(h.id);
        return true;
    });
}

// Returns a pause: mostly a short one, sometimes longer than supervise takes to settle.
gate::clock::duration gate::patience_with_one()
{
    if (random_() % 1000 >= restless_) return {};
    const auto most = random_() % 32 == 0 ? 120'000 : random_() % 4 == 0 ? 15'000 : 1'500;
    return microseconds{random_() % static_cast<unsigned>(most)};
}

} // namespace foster::judge
