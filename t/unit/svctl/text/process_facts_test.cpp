// Both ways to find the processes of a service, on a small real tree.
#include "svctl/text/process_facts.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <functional>
#include <future>
#include <thread>

#include "kernel/linux/fd.h"

namespace foster {
namespace {

// The test is the supervise.  Each process below it lives until the end of a pipe.
class processes : public testing::Test {
  protected:
    processes()
    {
        int life[2];
        if (::pipe2(life, O_CLOEXEC) < 0) std::abort();
        life_ = fd{life[0]};
        end_of_life_ = fd{life[1]};
    }
    ~processes() override
    {
        end_of_life_.close();
        while (::wait(nullptr) > 0) {
        }
    }

    // Returns once the new process has done `what`.  Then that process lives, and ends
    // after its own children.
    pid fork(const std::function<void()>& what = [] {})
    {
        int done[2];
        if (::pipe2(done, O_CLOEXEC) < 0) std::abort();
        const fd heard{done[0]}, said{done[1]};
        const pid_t made = ::fork();
        char byte = 0;
        if (made != 0) {
            EXPECT_EQ(::read(heard.number(), &byte, 1), 1);
            return {made};
        }
        end_of_life_.close();
        what();
        if (::write(said.number(), &byte, 1) != 1) ::_exit(1);
        while (::read(life_.number(), &byte, 1) > 0) {
        }
        while (::wait(nullptr) > 0) {
        }
        ::_exit(0);
    }

    static std::vector<pid> seen(process_table::way by, const status& s = {},
                                 pid keeper = {::getpid()})
    {
        return process_table{by}.of(s, keeper);
    }
    // Expects both ways to find so many.
    static void expect(std::size_t count, const status& s = {}, pid keeper = {::getpid()})
    {
        const auto listed = seen(process_table::way::lists, s, keeper);
        EXPECT_EQ(listed.size(), count);
        EXPECT_EQ(listed, seen(process_table::way::pass, s, keeper));
    }

    fd life_, end_of_life_;
};

TEST_F(processes, are_none_where_there_are_none)
{
    expect(0);
}

TEST_F(processes, are_all_below_the_keeper)
{
    fork([this] {
        fork();
        fork([this] { fork(); });
    });
    fork();
    expect(5);
}

TEST_F(processes, are_the_children_of_every_thread)
{
    fork([this] {
        static std::promise<void> begotten;
        std::thread{[this] {
            fork();
            begotten.set_value();
            ::pause(); // its children would belong to another thread
        }}.detach();
        begotten.get_future().wait();
    });
    expect(2);
}

TEST_F(processes, are_not_the_dead)
{
    const pid dead = fork();
    ::kill(dead.number, SIGKILL);
    siginfo_t info{};
    ::waitid(P_PID, static_cast<id_t>(dead.number), &info, WEXITED | WNOWAIT);
    expect(0);
}

TEST_F(processes, are_not_bystanders_or_below_one)
{
    const pid bystander = fork([this] { fork(); });
    fork();
    status s;
    s.bystanders.push_back(bystander);
    expect(1, s);
}

TEST_F(processes, are_the_kin_and_below_where_no_keeper_is_known)
{
    const pid kin = fork([this] { fork(); });
    fork();
    status s;
    s.kin.push_back({.who = kin});
    expect(2, s, {});
}

TEST_F(processes, of_a_bystander_are_found_from_it)
{
    const pid bystander = fork([this] { fork(); });
    for (const auto by : {process_table::way::lists, process_table::way::pass}) {
        const process_table table{by};
        EXPECT_EQ(table.one(bystander).size(), 1u);
        EXPECT_EQ(table.with_all_below(bystander).size(), 2u);
    }
}

TEST_F(processes, have_a_name_memory_an_age_and_a_command)
{
    const pid who = fork();
    const auto all = process_table{}.one(who);
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].name, process_table{}.one({::getpid()})[0].name);
    EXPECT_GT(all[0].memory, 0u);
    EXPECT_GE(age_of(all[0]), -1s); // a tick is coarse
    EXPECT_LT(age_of(all[0]), 1h);
    EXPECT_NE(command_of(all[0]).find("foster_unit_tests"), std::string::npos);
}

TEST_F(processes, of_a_service_are_summed_up)
{
    process a;
    a.memory = 4096;
    a.cpu = 10ms;
    process b;
    b.memory = 8192;
    b.cpu = 30ms;
    EXPECT_EQ(sum_of({a, b}), (usage{2, 12288, 40ms}));
}

TEST_F(processes, are_not_those_that_have_a_pid_of_the_kin_now)
{
    const pid other = fork();
    status s;
    s.kin.push_back({.who = other, .start = 1});
    expect(0, s, {});
}

} // namespace
} // namespace foster
