// Signals to inherited processes, which are no children: when they die, and without a
// handle.
#include "kernel/linux/inherited_processes.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <functional>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "kernel/linux/children.h"
#include "kernel/linux/fd.h"
#include "kernel/linux/pidfd.h"

namespace foster {
namespace {

predecessor known(std::vector<member> kin)
{
    predecessor was;
    was.said.kin = std::move(kin);
    return was;
}

// An idle process stands for an inherited process, known by pid and start time.
class wards_signal : public testing::Test {
  protected:
    wards_signal()
    {
        if (who_.number == 0) {
            for (;;) ::pause();
        }
        const auto left = known({{.who = who_, .start = described(who_).start}});
        wards_.open(-1, left, false);
    }
    ~wards_signal() override
    {
        ::kill(who_.number, SIGKILL);
        ::waitpid(who_.number, nullptr, 0);
    }

    // Returns what signal() answers in a process that has been through `first`.
    int said_after(const std::function<bool()>& first)
    {
        const pid_t trial = ::fork();
        if (trial == 0)
            ::_exit(first() ? wards_.signal(who_, SIGTERM).value_or(254) : 255);
        int status = 0;
        EXPECT_EQ(::waitpid(trial, &status, 0), trial);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

    pid who_{::fork()};
    inherited_processes wards_;
};

// Makes all handles look as if their processes had been reaped.
bool all_handles_are_of_the_dead()
{
    sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_pidfd_send_signal, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ESRCH),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog program{std::size(code), code};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

TEST_F(wards_signal, is_no_refusal_if_the_ward_has_died_meanwhile)
{
    EXPECT_EQ(said_after(all_handles_are_of_the_dead), 0);
}

TEST_F(wards_signal, is_refused_where_no_handle_can_be_made)
{
    EXPECT_EQ(said_after([] {
                  const fd lowest{::dup(STDIN_FILENO)};
                  const auto open = static_cast<rlim_t>(lowest.number());
                  const rlimit none{open, open};
                  return ::setrlimit(RLIMIT_NOFILE, &none) == 0;
              }),
              EMFILE);
}

TEST_F(wards_signal, does_not_reach_another_that_has_its_number)
{
    inherited_processes others;
    const auto left = known({{.who = who_, .start = described(who_).start + 1}});
    others.open(-1, left, false);
    EXPECT_EQ(others.signal(who_, SIGKILL), std::nullopt); // it was dead at once
    EXPECT_EQ(::kill(who_.number, 0), 0);
}

// A process whose pidfd_open(2) waits for the test (seccomp's user notification), so
// that others can die just before it.
class held_at_pidfd {
  public:
    // `act` runs in it and returns its exit code; it shares the test's files.
    explicit held_at_pidfd(const std::function<int()>& act)
        : who_(
              static_cast<pid_t>(::syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0)))
    {
        if (who_ != 0) return;
        const int number = listen();
        if (::write(told_[1], &number, sizeof number) != sizeof number) ::_exit(255);
        ::_exit(number < 0 ? 255 : act());
    }

    // Returns false if there can be no such filter here.
    bool ready()
    {
        int number = -1;
        const bool told = ::read(told_[0], &number, sizeof number) == sizeof number;
        listener_ = fd{number};
        return told && listener_;
    }

    // Runs `first` when it calls pidfd_open(2) for that process.  Returns its exit
    // code.
    int attend(pid opened, const std::function<void()>& first)
    {
        const fd ended = pidfd_of({who_});
        pollfd either[] = {{ended.number(), POLLIN, 0}, {listener_.number(), POLLIN, 0}};
        seccomp_notif asks{};
        while (::poll(either, 2, -1) > 0 && !either[0].revents &&
               ::ioctl(listener_.number(), SECCOMP_IOCTL_NOTIF_RECV, &asks) == 0) {
            if (asks.data.args[0] == static_cast<unsigned>(opened.number)) first();
            seccomp_notif_resp answer{.id = asks.id,
                                      .val = 0,
                                      .error = 0,
                                      .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
            ::ioctl(listener_.number(), SECCOMP_IOCTL_NOTIF_SEND, &answer);
            asks = {};
        }
        int status = 0;
        ::waitpid(who_, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

  private:
    static int listen()
    {
        sock_filter code[] = {
            BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
            BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_pidfd_open, 0, 1),
            BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
            BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        };
        const sock_fprog program{std::size(code), code};
        ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        return static_cast<int>(::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                                          SECCOMP_FILTER_FLAG_NEW_LISTENER, &program));
    }

    std::array<int, 2> told_ = [] {
        std::array<int, 2> ends{-1, -1};
        EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
        return ends;
    }();
    fd listener_;
    pid_t who_;
};

// A main process that leads a session and has a child there or in another session,
// below their subreaper.
struct family {
    pid main, child;
};

family bring_up(bool apart = false)
{
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) < 0) return {};
    family f;
    f.main = {::fork()};
    if (f.main.number == 0) {
        ::setsid();
        const pid_t child = ::fork();
        if (child == 0 && apart) ::setsid();
        if (child > 0 && ::write(ends[1], &child, sizeof child) != sizeof child)
            ::_exit(1);
        ::alarm(60);
        for (;;) ::pause();
    }
    if (::read(ends[0], &f.child.number, sizeof f.child.number) < 0) return {};
    return f;
}

void end(pid who)
{
    ::kill(who.number, SIGKILL);
    ::waitpid(who.number, nullptr, 0);
}

bool has(inherited_processes& its, pid who)
{
    const auto all = its.list();
    return std::ranges::find(all, who) != all.end();
}

// Returns 0 if the orphan was found; 77 if this cannot be tested here.
int finds_the_heir_of_one_that_dies_at_the_last_moment()
{
    const auto f = bring_up();
    const auto left = known({{.who = f.main, .start = described(f.main).start}});
    held_at_pidfd other{[&] {
        inherited_processes its;
        its.open(-1, left, false);
        return has(its, f.child) ? 0 : 1;
    }};
    const int code = other.ready() ? other.attend(f.main, [&] { end(f.main); }) : 77;
    if (code == 77) end(f.main);
    end(f.child);
    return code;
}

// Runs `what` in a subreaper of its own.  Returns its exit code.
int done_apart(int (*what)())
{
    const pid_t trial = ::fork();
    if (trial == 0) {
        ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
        ::_exit(what());
    }
    int status = 0;
    EXPECT_EQ(::waitpid(trial, &status, 0), trial);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// The svscan of the dead supervise is dead, too.  So the orphans are children of
// another process, and the main process dies between the look for orphans and its
// handle.
TEST(inherited_processes, finds_the_heir_of_one_that_dies_at_the_last_moment)
{
    const int code = done_apart(finds_the_heir_of_one_that_dies_at_the_last_moment);
    if (code == 77) GTEST_SKIP() << "no user notification of seccomp here";
    EXPECT_EQ(code, 0);
}

// The orphan is in another session, so it is known only by its parent while that lives.
int finds_the_heir_that_was_seen_below_one()
{
    const auto f = bring_up(true);
    inherited_processes its;
    its.open(-1, known({{.who = f.main, .start = described(f.main).start}}), false);
    const bool early = has(its, f.child);
    end(f.main);
    const auto dead = its.reap();
    const bool told = dead && dead->who == f.main;
    const bool found = has(its, f.child) && !has(its, f.main);
    end(f.child);
    return !early && told && found ? 0 : 1;
}

TEST(inherited_processes, finds_the_heir_that_was_seen_below_one)
{
    EXPECT_EQ(done_apart(finds_the_heir_that_was_seen_below_one), 0);
}

// It had not begun its session yet at the last look of the dead supervise.
TEST(inherited_processes, finds_the_heir_of_one_that_has_begun_a_session_since)
{
    EXPECT_EQ(done_apart([] {
                  const auto f = bring_up();
                  const auto start = described(f.main).start;
                  end(f.main);
                  inherited_processes its;
                  its.open(-1, known({{.who = f.main, .start = start, .session = {1}}}),
                           false);
                  const bool found = has(its, f.child);
                  end(f.child);
                  return found ? 0 : 1;
              }),
              0);
}

// svscan lives, but the dead supervise had itself inherited these processes.
TEST(inherited_processes, finds_the_heir_of_one_that_svscan_does_not_know)
{
    EXPECT_EQ(done_apart([] {
                  const auto f = bring_up();
                  const auto left =
                      known({{.who = f.main, .start = described(f.main).start}});
                  end(f.main);
                  int ends[2];
                  const ward_note begun{.what = ward_note::kind::begun};
                  if (::pipe(ends) < 0 ||
                      ::write(ends[1], &begun, sizeof begun) != sizeof begun)
                      return 2;
                  inherited_processes its;
                  its.open(ends[0], left, false);
                  const bool found = has(its, f.child);
                  end(f.child);
                  return found ? 0 : 1;
              }),
              0);
}

} // namespace
} // namespace foster
