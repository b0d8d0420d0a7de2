// Bystanders, the process of the pidfile, and the treatment of survivors.
#include <gtest/gtest.h>

#include "lib/service.h"

namespace foster {
namespace {

constexpr instant boot{1000s};

moment at(nanoseconds since)
{
    return {boot + since, stamp{since}};
}

// Born after the launch, in its own session.
child born(int number, std::uint32_t login = no_login, int session = 0)
{
    return {.who = {number},
            .start = 100'010,
            .session = {session ? session : number},
            .program = 7,
            .below = 0,
            .login = login,
            .user = login == no_login ? 0 : login};
}

// Returns a settled custody whose daemon is 101.
custody settled(bool keep_sessions = false)
{
    custody c{500ms, 60s, keep_sessions};
    c.spawned({100}, boot);
    c.died({{100}, manner::exited, 0}, boot + 100ms);
    c.seen(std::vector{born(101)}, boot + 100ms);
    c.seen(std::vector{born(101)}, boot + 600ms);
    return c;
}

TEST(bystanders, have_a_login_that_the_main_has_not)
{
    auto c = settled();
    c.seen(std::vector{born(101), born(102, 1000)}, boot + 1s);
    EXPECT_EQ(c.bystanders().size(), 1u);
    EXPECT_EQ(c.all().size(), 1u);
}

// Returns whether 102 counts as a login after a look at it, the main process and
// another child, each running as a user.
bool is_apart(std::uint32_t main, const child& other, std::uint32_t login,
              std::uint32_t user)
{
    auto c = settled();
    auto daemon = born(101);
    daemon.user = main;
    c.seen(std::vector{daemon}, boot + 700ms);
    auto claims = born(102, login);
    claims.user = user;
    c.seen(std::vector{daemon, other, claims}, boot + 1s);
    return !c.bystanders().empty();
}

child running_as(std::uint32_t user)
{
    auto other = born(103);
    other.user = user;
    return other;
}

// A process may set its own login uid while that is unset.
TEST(bystanders, have_a_login_that_the_service_cannot_have_set)
{
    EXPECT_TRUE(is_apart(0, running_as(33), 1000, 0));    // sshd's monitor of a session
    EXPECT_TRUE(is_apart(0, running_as(33), 1000, 1000)); // what that user has started
    EXPECT_FALSE(is_apart(1000, running_as(1000), 1000, 1000)); // run-as.user
    EXPECT_FALSE(is_apart(1000, running_as(1000), 1001, 1000));
    EXPECT_FALSE(is_apart(0, running_as(33), 1000, 33)); // a worker of root's
    EXPECT_FALSE(is_apart(0, running_as(0), 33, 33));
    EXPECT_FALSE(is_apart(0, running_as(1000), 1000, 1000)); // one of its workers
    EXPECT_FALSE(is_apart(0, running_as(33), 1000, unknown_user));
}

// sshd without PAM, restarted in its first minute: the run process exits 0.
TEST(bystanders, do_not_follow_a_run_process_that_was_told_to_end)
{
    custody c{500ms, 60s, true};
    c.spawned({100}, boot);
    c.seen(std::vector{born(100), born(101)}, boot + 600ms);
    c.tell_to_end({100});
    c.died({{100}, manner::exited, 0}, boot + 2s);
    c.seen(std::vector{born(101)}, boot + 2s);
    EXPECT_EQ(c.main(), pid{});
    EXPECT_EQ(c.bystanders().size(), 1u);
    EXPECT_TRUE(c.deserted());
}

TEST(bystanders, are_not_whoever_shares_the_login_of_the_main)
{
    custody c{500ms, 60s};
    c.spawned({100}, boot);
    c.died({{100}, manner::exited, 0}, boot + 100ms);
    c.seen(std::vector{born(101, 1000), born(102, 1000)}, boot + 100ms);
    c.seen(std::vector{born(101, 1000), born(102, 1000)}, boot + 600ms);
    EXPECT_TRUE(c.bystanders().empty());
}

// PAM may set the login uid after the run process has gone.  No child is set apart
// then.
TEST(bystanders, are_not_told_before_a_main_is_settled)
{
    custody c{500ms, 60s};
    c.spawned({100}, boot);
    c.died({{100}, manner::exited, 0}, boot + 100ms);
    c.seen(std::vector{born(101, 1000)}, boot + 100ms);
    EXPECT_EQ(c.main(), pid{101});
    EXPECT_FALSE(c.deserted());
}

TEST(bystanders, are_in_another_session_where_sessions_are_kept)
{
    auto c = settled(true);
    c.seen(std::vector{born(101), born(102)}, boot + 1s);
    ASSERT_EQ(c.bystanders().size(), 1u);
    EXPECT_EQ(c.bystanders()[0], pid{102});
}

TEST(bystanders, are_kin_in_another_session_where_sessions_are_not_kept)
{
    auto c = settled();
    c.seen(std::vector{born(101), born(102)}, boot + 1s);
    EXPECT_TRUE(c.bystanders().empty());
}

TEST(bystanders, are_told_from_a_main_that_has_died)
{
    auto c = settled(true);
    c.died({{101}, manner::signalled, 9}, boot + 2s);
    c.seen(std::vector{born(102), born(103, no_login, 101)}, boot + 2s);
    ASSERT_EQ(c.bystanders().size(), 1u);
    EXPECT_EQ(c.bystanders()[0], pid{102});
    EXPECT_FALSE(c.deserted());
}

TEST(bystanders, leave_a_service_deserted)
{
    auto c = settled(true);
    c.died({{101}, manner::signalled, 9}, boot + 2s);
    c.seen(std::vector{born(102)}, boot + 2s);
    EXPECT_TRUE(c.deserted());
}

TEST(bystanders, were_born_before_the_launch)
{
    auto c = settled();
    c.seen(std::vector{born(101), child{.who = {50}, .start = 99'999}}, boot + 1s);
    ASSERT_EQ(c.bystanders().size(), 1u);
    EXPECT_EQ(c.bystanders()[0], pid{50});
}

TEST(bystanders, are_let_go_of_in_silence)
{
    auto c = settled(true);
    c.seen(std::vector{born(101), born(102)}, boot + 1s);
    c.died({{102}, manner::signalled, 9}, boot + 2s);
    EXPECT_TRUE(c.bystanders().empty());
    EXPECT_EQ(c.main(), pid{101});
}

TEST(bystanders, stay_so_at_the_next_start)
{
    auto c = settled(true);
    c.seen(std::vector{born(101), born(102)}, boot + 1s);
    c.alone();
    c.spawned({110}, boot + 3s);
    c.seen(std::vector{born(102)}, boot + 3s);
    EXPECT_EQ(c.all().size(), 1u);
}

TEST(pidfile, names_the_main)
{
    auto c = settled();
    c.seen(std::vector{born(101), born(102)}, boot + 1s);
    c.claimed({102});
    EXPECT_EQ(c.main(), pid{102});
}

TEST(pidfile, ends_the_settling)
{
    custody c{500ms, 60s};
    c.spawned({100}, boot);
    c.died({{100}, manner::exited, 0}, boot + 100ms);
    c.seen(std::vector{born(101), born(102)}, boot + 100ms);
    c.claimed({102});
    EXPECT_FALSE(c.settling());
}

TEST(pidfile, is_not_believed_where_it_names_nobody_of_ours)
{
    auto c = settled();
    c.claimed({4711});
    EXPECT_EQ(c.main(), pid{101});
}

// Returns a service with that policy whose main process 100 has died and left 101.
service survived(bool end_survivors)
{
    settings how;
    how.end_survivors = end_survivors;
    how.kin_timeout = 2s;
    service s{how, want::up};
    s.spawned({100}, at(0s));
    s.died({{100}, manner::signalled, 9}, at(2s));
    s.seen(std::vector{born(101)}, at(2s));
    return s;
}

TEST(survivors, are_waited_for)
{
    EXPECT_EQ(survived(false).report(at(2s).at).phase, phase::degraded);
    EXPECT_EQ(survived(false).next(at(2s).at), action{rest{}});
}

TEST(survivors, are_told_to_end_where_they_are_to_be_stopped)
{
    EXPECT_EQ(survived(true).next(at(2s).at), (action{send{{101}, SIGTERM}}));
}

TEST(survivors, are_killed_when_they_do_not_end)
{
    auto s = survived(true);
    s.sent({{101}, SIGTERM});
    s.sent({{101}, SIGCONT});
    s.seen(std::vector{born(101)}, at(4s));
    EXPECT_EQ(s.next(at(4s).at), action{say{remark::killed}});
    s.said(remark::killed);
    EXPECT_EQ(s.next(at(4s).at), (action{send{{101}, SIGKILL}}));
}

TEST(survivors, that_were_killed_are_named)
{
    auto s = survived(true);
    s.seen(std::vector{born(101)}, at(4s));
    s.sent({{101}, SIGKILL});
    EXPECT_EQ(s.report(at(4s).at).killed, std::vector<pid>{{101}});
}

TEST(survivors, that_have_ended_are_followed_by_a_start)
{
    auto s = survived(true);
    s.alone(at(2s));
    s.unfinished();
    s.unconsulted('u', at(2s).at);
    EXPECT_EQ(s.next(at(2s).at), action{start{}});
}

// Where a look may have missed a process, only ECHILD is proof.
TEST(service, is_not_deserted_by_a_look_that_was_not_complete)
{
    settings how;
    how.keep_sessions = true;
    service s{how, want::up};
    s.spawned({100}, at(0s));
    s.seen(std::vector{born(100)}, at(600ms));
    s.died({{100}, manner::signalled, 9}, at(2s));
    s.seen(std::vector{born(102)}, at(2s), false);
    EXPECT_TRUE(s.alive());
    s.seen({}, at(3s), true);
    EXPECT_FALSE(s.alive());
}

} // namespace
} // namespace foster
