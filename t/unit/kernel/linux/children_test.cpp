// The three ways of listing children, on a small real tree with a double fork.
#include "kernel/linux/children.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "kernel/linux/fd.h"
#include "kernel/linux/linux_kernel.h"
#include "kernel/linux/spawn.h"

namespace foster {
namespace {

// The test is a subreaper.  Each process below it lives until the end of the test:
// until it reads the end of a pipe.
class children : public testing::Test {
  protected:
    children()
    {
        make_pipe(life_, end_of_life_);
        make_pipe(heard_, said_);
        become_subreaper();
    }
    ~children() override
    {
        end_of_life_.close();
        while (::wait(nullptr) > 0) {
        }
        ::prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
    }

    static void make_pipe(fd& read, fd& write)
    {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) < 0) std::abort();
        read = fd{ends[0]};
        write = fd{ends[1]};
    }

    // Forks a process that does `what`, then lives.
    pid fork(const std::function<void()>& what = [] {})
    {
        const pid_t made = ::fork();
        if (made != 0) return {made};
        end_of_life_.close();
        what();
        char none;
        while (::read(life_.number(), &none, 1) > 0) {
        }
        ::_exit(0);
    }
    // Does the same, and returns after the process has done `what`.
    pid fork_and_hear(const std::function<void()>& what)
    {
        const pid made = fork([&] {
            what();
            say({});
        });
        hear();
        return made;
    }
    void say(pid who)
    {
        if (::write(said_.number(), &who, sizeof who) != sizeof who) ::_exit(1);
    }
    pid hear()
    {
        pid who;
        EXPECT_EQ(::read(heard_.number(), &who, sizeof who), ssize_t{sizeof who});
        return who;
    }

    struct tree {
        pid launcher; // lives on
        pid daemon;   // adopted at the death of its parent, a child of the launcher
        pid worker;   // the daemon's
    };
    tree double_fork()
    {
        tree t;
        t.launcher = fork([this] {
            const pid middle = fork([this] {
                fork([this] {
                    ::setsid();
                    say({::getpid()});
                    say(fork());
                });
                ::_exit(0);
            });
            ::waitpid(middle.number, nullptr, 0);
            say({});
        });
        for (int i = 0; i < 3; ++i)
            if (const pid said = hear()) (t.daemon ? t.worker : t.daemon) = said;
        return t;
    }
    // Returns a process that has ended and is not reaped.
    pid zombie()
    {
        const pid made = fork([] { ::_exit(3); });
        siginfo_t info{};
        ::waitid(P_PID, static_cast<id_t>(made.number), &info, WEXITED | WNOWAIT);
        return made;
    }
    pid spawned(const std::string& file)
    {
        std::string name = file;
        char* argv[] = {name.data(), nullptr};
        const auto [who, error] =
            spawn({.file = name.c_str(), .argv = argv, .in = life_.number()});
        EXPECT_EQ(error, 0);
        return who;
    }
    std::vector<child> listed(bool count = false)
    {
        std::vector<child> all;
        list_children(all, {.count = count});
        return all;
    }

    fd life_, end_of_life_;
    fd heard_, said_;
};

using pids = std::vector<int>;

pids in_order(const std::vector<child>& all)
{
    pids numbers;
    for (const auto& c : all) numbers.push_back(c.who.number);
    return numbers;
}

pids sorted(pids numbers)
{
    std::ranges::sort(numbers);
    return numbers;
}

// Lists the children in all three ways.  If the kernel has no list, the test makes it
// from /proc.
std::vector<pids> all_three_ways(pid oldest)
{
    std::vector<child> file{{.who = {1}}}, proc = file, probe = file;
    EXPECT_TRUE(children_by_proc(proc));
    if (!children_by_file(file)) file = proc;
    EXPECT_TRUE(children_by_probe(probe, oldest));
    return {in_order(file), in_order(proc), in_order(probe)};
}

// The three ways find the same processes.

TEST_F(children, are_found_in_the_list_of_the_kernel)
{
    const auto t = double_fork();
    std::vector<child> all;
    if (!children_by_file(all)) GTEST_SKIP() << "this kernel has no such list";
    EXPECT_EQ(in_order(all), (pids{t.launcher.number, t.daemon.number}));
}

TEST_F(children, are_found_by_a_pass_over_proc)
{
    const auto t = double_fork();
    std::vector<child> all;
    ASSERT_TRUE(children_by_proc(all));
    EXPECT_EQ(sorted(in_order(all)), sorted({t.launcher.number, t.daemon.number}));
}

// From the lower of both pids, since pids may wrap between them.
TEST_F(children, are_found_by_asking_for_each_pid)
{
    const auto t = double_fork();
    std::vector<child> all;
    ASSERT_TRUE(children_by_probe(all, std::min(t.launcher, t.daemon)));
    EXPECT_EQ(in_order(all), sorted({t.launcher.number, t.daemon.number}));
}

TEST_F(children, are_the_same_by_all_three_ways_when_one_is_dead)
{
    const pid dead = zombie();
    EXPECT_EQ(all_three_ways(dead), (std::vector<pids>(3, {dead.number})));
}

TEST_F(children, are_none_by_all_three_ways_where_there_are_none)
{
    EXPECT_EQ(all_three_ways({::getpid()}), (std::vector<pids>(3)));
}

TEST_F(children, are_found_by_asking_from_no_pid_at_all)
{
    const pid one = fork();
    if (one.number >= 32768) GTEST_SKIP() << "so many pids are not asked for";
    std::vector<child> all;
    ASSERT_TRUE(children_by_probe(all, {}));
    EXPECT_EQ(in_order(all), pids{one.number});
}

// More than one read(2) of the list.
TEST_F(children, are_found_though_they_are_a_thousand)
{
    pids born;
    for (int i = 0; i < 1000; ++i) born.push_back(fork().number);
    EXPECT_EQ(sorted(in_order(listed())), sorted(born));
}

// An adopted child comes after children that were born before its adoption, whatever
// their pids.
TEST_F(children, are_in_the_order_of_birth_or_adoption)
{
    fd wait, go;
    make_pipe(wait, go);
    const pid middle = fork([&] {
        go.close();
        say(fork());
        char none;
        while (::read(wait.number(), &none, 1) > 0) {
        }
        ::_exit(0);
    });
    const pid adopted = hear();
    const pid later = fork([&] { go.close(); });
    go.close();
    ASSERT_EQ(::waitpid(middle.number, nullptr, 0), middle.number);
    std::vector<child> all;
    if (!children_by_file(all)) GTEST_SKIP() << "this kernel has no such list";
    EXPECT_EQ(in_order(all), (pids{later.number, adopted.number}));
}

// The facts about each child.

TEST_F(children, are_listed_with_their_sessions)
{
    const auto t = double_fork();
    for (const auto& c : listed())
        EXPECT_EQ(c.session.number, c.who == t.daemon ? t.daemon.number : ::getsid(0));
}

TEST_F(children, are_listed_with_their_births)
{
    const auto before = linux_now().at.time_since_epoch() / clock_tick;
    fork();
    const auto after = linux_now().at.time_since_epoch() / clock_tick;
    const auto all = listed();
    ASSERT_EQ(all.size(), 1u);
    EXPECT_GE(all[0].start, static_cast<std::uint64_t>(before));
    EXPECT_LE(all[0].start, static_cast<std::uint64_t>(after));
}

TEST_F(children, have_equal_programs_for_equal_executables)
{
    fork();
    fork();
    const auto all = listed();
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].program, all[1].program);
    EXPECT_NE(all[0].program, 0u);
}

TEST_F(children, have_other_programs_for_other_executables)
{
    fork();
    spawned("/bin/cat");
    const auto all = listed();
    ASSERT_EQ(all.size(), 2u);
    EXPECT_NE(all[0].program, all[1].program);
}

// An upgrade puts a new file under the old name.
TEST_F(children, have_the_same_program_after_an_upgrade)
{
    const std::string file =
        testing::TempDir() + "foster-cat-" + std::to_string(::getpid());
    std::filesystem::copy_file("/bin/cat", file);
    spawned(file);
    std::filesystem::remove(file);
    std::filesystem::copy_file("/bin/cat", file);
    spawned(file);
    const auto all = listed();
    std::filesystem::remove(file);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].program, all[1].program);
}

// proc_pid_stat(5): the name may contain any byte.
TEST_F(children, may_have_any_name)
{
    fork_and_hear([] {
        ::setsid();
        ::prctl(PR_SET_NAME, ") Z 1 (7) 8", 0, 0, 0);
    });
    const auto all = listed();
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].session, all[0].who);
}

TEST_F(children, are_counted_with_all_who_are_below)
{
    fork();
    const pid with_three = fork([this] {
        fork([this] {
            fork([this] {
                fork();
                say({});
            });
        });
    });
    hear();
    for (const auto& c : listed(true)) EXPECT_EQ(c.below, c.who == with_three ? 3u : 0u);
}

TEST_F(children, are_not_counted_when_nobody_asks)
{
    fork();
    fork_and_hear([this] { fork(); });
    for (const auto& c : listed()) EXPECT_EQ(c.below, 0u);
}

} // namespace
} // namespace foster
