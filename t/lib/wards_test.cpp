// Signals to those who are not our children, where they die or where there is no handle.
#include "kernel/linux/wards.h"

#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <functional>
#include <iterator>
#include <optional>

#include "kernel/linux/children.h"
#include "kernel/linux/fd.h"

namespace foster {
namespace {

// A process that does nothing stands for a ward: known by its number and its start.
class wards_signal : public testing::Test {
  protected:
    wards_signal()
    {
        if (who_.number == 0) {
            for (;;) ::pause();
        }
        const member left[] = {{.who = who_, .start = described(who_).start}};
        wards_.open(-1, left, false);
    }
    ~wards_signal() override
    {
        ::kill(who_.number, SIGKILL);
        ::waitpid(who_.number, nullptr, 0);
    }

    // What signal() answers in a process that has been through `first`.
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
    wards wards_;
};

// As if it had been reaped since the handle was made.
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
    wards others;
    const member left[] = {{.who = who_, .start = described(who_).start + 1}};
    others.open(-1, left, false);
    EXPECT_EQ(others.signal(who_, SIGKILL), std::nullopt); // it was dead at once
    EXPECT_EQ(::kill(who_.number, 0), 0);
}

} // namespace
} // namespace foster
