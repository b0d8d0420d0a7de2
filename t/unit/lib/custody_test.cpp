// The choice of the main process: the rules 1-5 of lib/custody.h, one rule a test.
#include "lib/custody.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <vector>

namespace foster {
namespace {

constexpr instant dawn{1000s}; // of every launch here

// A custody that gets its facts at times after the launch of pid 100.
class ward {
  public:
    ward() { it.spawned({100}, dawn); }

    void sees(std::initializer_list<child> now_there, nanoseconds at)
    {
        it.seen(std::vector<child>(now_there), dawn + at);
    }
    // Reports these children; others may exist.
    void misses(std::initializer_list<child> told, nanoseconds at)
    {
        it.seen(std::vector<child>(told), dawn + at, false);
    }
    void exits(int who, int code, nanoseconds at)
    {
        it.died({{who}, manner::exited, code}, dawn + at);
    }
    void is_killed(int who, int signal, nanoseconds at)
    {
        it.died({{who}, manner::signalled, signal}, dawn + at);
    }

    custody it{500ms, 60s};
};

// A launch whose daemon 101 has been the settled main process since 600 ms; born at
// 1000 s, in session 101, of program 7.
class daemon : public testing::Test {
  protected:
    static constexpr child main{
        .who = {101}, .start = 100'000, .session = {101}, .program = 7};

    daemon()
    {
        w.exits(100, 0, 100ms);
        w.sees({main}, 100ms);
        w.sees({main}, 600ms);
    }

    ward w;
};

// Before any launch.

TEST(custody, has_nobody_before_the_first_launch)
{
    const custody c{500ms, 60s};
    EXPECT_FALSE(c.alive());
    EXPECT_EQ(c.main(), pid{});
    EXPECT_TRUE(c.all().empty());
    EXPECT_EQ(c.look_at(), std::nullopt);
}

TEST(custody, takes_no_kin_before_the_first_launch)
{
    custody c{500ms, 60s};
    c.seen(std::vector<child>{{.who = {77}}}, dawn);
    EXPECT_EQ(c, (custody{500ms, 60s}));
}

TEST(custody, is_not_told_of_a_death_that_nobody_had)
{
    custody c{500ms, 60s};
    c.alone();
    EXPECT_EQ(c, (custody{500ms, 60s}));
}

// Rule 1.

TEST(custody, takes_the_run_process_for_the_main)
{
    const ward w;
    EXPECT_TRUE(w.it.alive());
    EXPECT_EQ(w.it.main(), pid{100});
    EXPECT_FALSE(w.it.forked());
}

TEST(custody, keeps_the_run_process_whoever_else_is_adopted)
{
    ward w;
    w.sees({{.who = {100}}, {.who = {101}, .below = 9}}, 100ms);
    w.sees({{.who = {100}}, {.who = {101}, .below = 9}}, 500ms);
    EXPECT_EQ(w.it.main(), pid{100});
}

TEST(custody, names_all_kin_in_the_order_of_the_kernel)
{
    ward w;
    w.sees({{.who = {100}}, {.who = {305}}, {.who = {22}}}, 100ms);
    ASSERT_EQ(w.it.all().size(), 3u);
    EXPECT_EQ(w.it.all()[0].seen.who, pid{100});
    EXPECT_EQ(w.it.all()[1].seen.who, pid{305});
    EXPECT_EQ(w.it.all()[2].seen.who, pid{22});
}

TEST(custody, tells_the_spawned_from_the_adopted)
{
    ward w;
    w.sees({{.who = {100}}, {.who = {101}}}, 100ms);
    EXPECT_EQ(w.it.all()[0].how, came::spawned);
    EXPECT_EQ(w.it.all()[1].how, came::adopted);
}

TEST(custody, remembers_the_latest_look_at_each)
{
    ward w;
    w.sees({{.who = {100}, .start = 100'005, .session = {1}, .program = 2}}, 100ms);
    w.sees({{.who = {100}, .start = 100'005, .session = {100}, .program = 3}}, 200ms);
    EXPECT_EQ(w.it.all()[0].seen,
              (child{.who = {100}, .start = 100'005, .session = {100}, .program = 3}));
}

// A list can be stale: only a death takes a process from us.
TEST(custody, keeps_kin_that_a_look_has_missed)
{
    ward w;
    w.sees({{.who = {100}}, {.who = {101}}}, 100ms);
    w.sees({{.who = {100}}}, 200ms);
    EXPECT_EQ(w.it.all().size(), 2u);
}

TEST(custody, looks_once_at_a_new_run_process)
{
    ward w;
    EXPECT_EQ(w.it.look_at(), instant{1000s + 500ms});
    w.sees({{.who = {100}}}, 499ms);
    EXPECT_EQ(w.it.look_at(), instant{1000s + 500ms});
    w.sees({{.who = {100}}}, 500ms);
    EXPECT_EQ(w.it.look_at(), std::nullopt);
}

TEST(custody, is_settling_until_the_run_process_has_been_looked_at)
{
    ward w;
    EXPECT_TRUE(w.it.settling());
    w.sees({{.who = {100}}}, 500ms);
    EXPECT_FALSE(w.it.settling());
}

TEST(custody, needs_no_count_of_descendants_while_the_run_process_lives)
{
    const ward w;
    EXPECT_FALSE(w.it.electing());
}

// Rule 2.

TEST(custody, calls_another_exit_of_the_run_process_a_failed_start)
{
    ward w;
    w.exits(100, 1, 100ms);
    EXPECT_EQ(w.it.main(), pid{});
    EXPECT_EQ(w.it.loss(), (death{{100}, manner::exited, 1}));
}

TEST(custody, calls_a_killed_run_process_a_failed_start)
{
    ward w;
    w.is_killed(100, SIGSEGV, 100ms);
    EXPECT_EQ(w.it.loss(), (death{{100}, manner::signalled, 11}));
}

TEST(custody, elects_nobody_after_a_failed_start)
{
    ward w;
    w.exits(100, 1, 100ms);
    w.sees({{.who = {101}, .start = 100'001, .below = 5}}, 100ms);
    w.sees({{.who = {101}, .start = 100'001, .below = 5}}, 1s);
    EXPECT_EQ(w.it.main(), pid{});
    EXPECT_FALSE(w.it.settling());
    EXPECT_TRUE(w.it.alive());
}

TEST(custody, is_over_when_a_failed_start_has_left_nobody)
{
    ward w;
    w.exits(100, 1, 100ms);
    w.it.alone();
    EXPECT_FALSE(w.it.alive());
    EXPECT_EQ(w.it.loss(), (death{{100}, manner::exited, 1}));
}

// Rule 3: the candidates.

TEST(custody, dies_with_a_run_process_that_exits_0_and_leaves_nobody)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.it.alone();
    EXPECT_FALSE(w.it.alive());
    EXPECT_EQ(w.it.loss(), (death{{100}, manner::exited, 0}));
    EXPECT_EQ(w.it.look_at(), std::nullopt);
}

TEST(custody, has_no_main_between_the_exit_and_the_look)
{
    ward w;
    w.exits(100, 0, 100ms);
    EXPECT_EQ(w.it.main(), pid{});
    EXPECT_TRUE(w.it.settling());
    EXPECT_TRUE(w.it.electing());
}

TEST(custody, takes_the_child_of_a_single_fork)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}}}, 100ms);
    EXPECT_EQ(w.it.main(), pid{101});
    EXPECT_TRUE(w.it.forked());
}

// The intermediate 101 was adopted, and died, between two looks.
TEST(custody, takes_the_grandchild_of_a_double_fork)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.exits(101, 0, 100ms);
    w.sees({{.who = {102}}}, 100ms);
    EXPECT_EQ(w.it.main(), pid{102});
}

// The same, but its parent dies first, as often in a daemon's second fork.
TEST(custody, takes_a_daemon_adopted_before_the_run_process_exits)
{
    ward w;
    w.sees({{.who = {100}}, {.who = {102}}}, 50ms);
    w.exits(100, 0, 100ms);
    w.sees({{.who = {102}}}, 100ms);
    EXPECT_EQ(w.it.main(), pid{102});
}

TEST(custody, takes_the_last_of_a_triple_fork_seen_at_every_step)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}}}, 100ms);
    w.exits(101, 0, 110ms);
    w.sees({{.who = {102}}}, 110ms);
    w.exits(102, 0, 120ms);
    w.sees({{.who = {103}}}, 120ms);
    EXPECT_EQ(w.it.main(), pid{103});
    EXPECT_EQ(w.it.loss(), std::nullopt);
}

TEST(custody, takes_the_last_of_a_triple_fork_heard_at_once)
{
    ward w;
    w.exits(101, 0, 100ms);
    w.exits(100, 0, 100ms);
    w.exits(102, 0, 100ms);
    w.sees({{.who = {103}}}, 100ms);
    EXPECT_EQ(w.it.main(), pid{103});
}

TEST(custody, follows_the_heir_of_a_starter_that_exits_0)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}}}, 100ms);
    w.exits(101, 0, 400ms);
    EXPECT_EQ(w.it.main(), pid{});
    w.sees({{.who = {109}}}, 400ms);
    EXPECT_EQ(w.it.main(), pid{109});
}

TEST(custody, counts_the_heirs_of_a_starter_that_was_not_the_main)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}, .start = 100'001}, {.who = {102}, .start = 100'002}}, 100ms);
    w.exits(102, 0, 200ms);
    w.sees(
        {{.who = {101}, .start = 100'001}, {.who = {103}, .start = 100'003, .below = 2}},
        200ms);
    EXPECT_EQ(w.it.main(), pid{103});
}

TEST(custody, never_elects_who_was_adopted_for_no_starter)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}, .start = 100'009}}, 100ms);
    w.sees(
        {{.who = {101}, .start = 100'009}, {.who = {50}, .start = 100'001, .below = 9}},
        200ms);
    EXPECT_EQ(w.it.main(), pid{101});
}

TEST(custody, never_elects_the_heirs_of_a_starter_that_failed)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}, .start = 100'001}, {.who = {102}, .start = 100'002}}, 100ms);
    w.exits(102, 1, 200ms);
    w.sees(
        {{.who = {101}, .start = 100'001}, {.who = {103}, .start = 100'003, .below = 2}},
        200ms);
    EXPECT_EQ(w.it.main(), pid{101});
}

// A candidate's child is adopted silently while its own parent lives: a quadruple fork.
TEST(custody, elects_among_all_when_no_starter_is_left)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}}}, 100ms);
    w.sees({{.who = {101}}, {.who = {103}}}, 200ms);
    w.exits(101, 0, 300ms);
    w.sees({{.who = {103}}}, 300ms);
    EXPECT_EQ(w.it.main(), pid{103});
    EXPECT_EQ(w.it.loss(), std::nullopt);
}

// Only ECHILD shows that no process is left, never a list.
TEST(custody, is_not_lost_by_a_look_that_shows_nobody)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({}, 100ms);
    EXPECT_EQ(w.it.loss(), std::nullopt);
    w.sees({{.who = {101}}}, 200ms);
    EXPECT_EQ(w.it.main(), pid{101});
}

// Otherwise a process that the looks have missed would never be the main process.
TEST(custody, does_not_settle_on_nobody)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({}, 100ms);
    w.sees({}, 600ms);
    w.sees({{.who = {101}}}, 700ms);
    EXPECT_EQ(w.it.main(), pid{101});
}

// An instant in the past would wake supervise again and again.
TEST(custody, looks_again_later_when_a_look_showed_nobody)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({}, 100ms);
    w.sees({}, 600ms);
    EXPECT_EQ(w.it.look_at(), instant{1000s + 1100ms});
}

// Rule 3: the choice among several.

TEST(custody, elects_the_starter_with_most_descendants)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}, .start = 100'001, .below = 1},
            {.who = {102}, .start = 100'002, .below = 2}},
           100ms);
    EXPECT_EQ(w.it.main(), pid{102});
}

TEST(custody, elects_the_oldest_of_those_with_equally_many)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}, .start = 100'008, .below = 1},
            {.who = {102}, .start = 100'007, .below = 1}},
           100ms);
    EXPECT_EQ(w.it.main(), pid{102});
}

// smbd and erlang do this when pids have wrapped.
TEST(custody, elects_the_first_of_equals_and_never_the_lowest_pid)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {32000}, .start = 100'008}, {.who = {301}, .start = 100'008}}, 100ms);
    EXPECT_EQ(w.it.main(), pid{32000});
}

TEST(custody, moves_the_role_while_settling)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}, .start = 100'001}, {.who = {102}, .start = 100'002}}, 100ms);
    EXPECT_EQ(w.it.main(), pid{101});
    w.sees(
        {{.who = {101}, .start = 100'001}, {.who = {102}, .start = 100'002, .below = 3}},
        200ms);
    EXPECT_EQ(w.it.main(), pid{102});
}

// Rule 3: until it is settled.

TEST(custody, looks_again_half_a_second_after_the_exit)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}}}, 100ms);
    EXPECT_EQ(w.it.look_at(), instant{1000s + 600ms});
}

TEST(custody, is_not_settled_a_moment_too_soon)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}}}, 100ms);
    w.sees({{.who = {101}}}, 599ms);
    EXPECT_TRUE(w.it.settling());
}

TEST_F(daemon, is_settled_when_nothing_has_changed_for_half_a_second)
{
    EXPECT_EQ(w.it.main(), pid{101});
    EXPECT_FALSE(w.it.settling());
    EXPECT_FALSE(w.it.electing());
    EXPECT_EQ(w.it.look_at(), std::nullopt);
}

TEST(custody, settles_anew_when_a_child_is_adopted)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}}}, 100ms);
    w.sees({{.who = {101}}, {.who = {50}}}, 300ms);
    EXPECT_EQ(w.it.look_at(), instant{1000s + 800ms});
}

TEST(custody, settles_anew_when_a_starter_exits)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}, .start = 100'001}, {.who = {102}, .start = 100'002}}, 100ms);
    w.exits(102, 0, 350ms);
    EXPECT_EQ(w.it.look_at(), instant{1000s + 850ms});
}

TEST(custody, settles_anew_when_any_of_the_kin_dies)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}, .start = 100'001}, {.who = {102}, .start = 100'002}}, 100ms);
    w.is_killed(102, SIGKILL, 400ms);
    EXPECT_EQ(w.it.look_at(), instant{1000s + 900ms});
    EXPECT_EQ(w.it.loss(), std::nullopt);
}

TEST(custody, does_not_settle_anew_for_a_look_that_shows_nothing_new)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}}}, 100ms);
    w.sees({{.who = {101}, .below = 2}}, 300ms);
    EXPECT_EQ(w.it.look_at(), instant{1000s + 600ms});
}

TEST(custody, takes_a_launcher_of_just_under_a_minute_for_a_launcher)
{
    ward w;
    w.sees({{.who = {100}}}, 500ms);
    w.exits(100, 0, 60s - 1ns);
    w.sees({{.who = {101}}}, 60s);
    EXPECT_EQ(w.it.main(), pid{101});
    EXPECT_TRUE(w.it.forked());
}

// Rule 4.

TEST(custody, calls_a_crash_while_settling_a_loss)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}, .start = 100'001}, {.who = {102}, .start = 100'002}}, 100ms);
    w.is_killed(101, SIGKILL, 200ms);
    EXPECT_EQ(w.it.loss(), (death{{101}, manner::signalled, 9}));
    EXPECT_FALSE(w.it.settling());
}

// Otherwise a kill -9 in that window would make an apache2 worker the main process.
TEST(custody, hands_over_to_nobody_after_a_crash_while_settling)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}, .start = 100'001, .program = 7}}, 100ms);
    w.is_killed(101, SIGKILL, 200ms);
    w.sees({{.who = {102}, .start = 100'002, .program = 7}}, 200ms);
    w.sees({{.who = {102}, .start = 100'002, .program = 7}}, 900ms);
    EXPECT_EQ(w.it.main(), pid{});
    EXPECT_TRUE(w.it.alive());
}

TEST(custody, calls_another_exit_while_settling_a_loss)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}, .start = 100'001}, {.who = {102}, .start = 100'002}}, 100ms);
    w.exits(101, 2, 200ms);
    w.sees({{.who = {102}, .start = 100'002}}, 200ms);
    EXPECT_EQ(w.it.main(), pid{});
    EXPECT_EQ(w.it.loss(), (death{{101}, manner::exited, 2}));
}

// It may have been the main process.
TEST(custody, calls_a_crash_that_nobody_saw_coming_a_loss)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.is_killed(101, SIGSEGV, 100ms);
    w.sees({{.who = {102}}}, 100ms);
    EXPECT_EQ(w.it.main(), pid{});
    EXPECT_EQ(w.it.loss(), (death{{101}, manner::signalled, 11}));
}

TEST(custody, calls_such_a_crash_a_loss_though_it_has_left_nobody)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.is_killed(101, SIGSEGV, 100ms);
    w.it.alone();
    EXPECT_EQ(w.it.loss(), (death{{101}, manner::signalled, 11}));
}

// Run processes leave zombies of their helpers.
TEST(custody, calls_an_exit_that_nobody_saw_coming_no_loss)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.exits(101, 1, 100ms);
    w.sees({{.who = {102}}}, 100ms);
    EXPECT_EQ(w.it.main(), pid{102});
}

TEST(custody, passes_over_a_crash_that_nobody_saw_coming_while_there_is_a_main)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}}}, 100ms);
    w.is_killed(105, SIGSEGV, 200ms);
    w.sees({{.who = {101}}}, 200ms);
    EXPECT_EQ(w.it.main(), pid{101});
    EXPECT_EQ(w.it.loss(), std::nullopt);
}

TEST(custody, passes_over_a_crash_that_was_heard_before_the_last_look)
{
    ward w;
    w.is_killed(105, SIGSEGV, 50ms);
    w.sees({{.who = {100}}}, 50ms);
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}}}, 100ms);
    EXPECT_EQ(w.it.main(), pid{101});
}

// Rule 5.

TEST_F(daemon, does_not_elect_who_is_adopted_later)
{
    w.sees({main,
            {.who = {50}, .start = 100'001, .session = {101}, .program = 7, .below = 9}},
           2s);
    EXPECT_EQ(w.it.main(), pid{101});
    EXPECT_FALSE(w.it.settling());
}

// nginx and gunicorn: USR2, then QUIT to the old master.
TEST_F(daemon, hands_over_to_the_same_program_in_the_same_session)
{
    const child heir{.who = {105}, .start = 105'000, .session = {101}, .program = 7};
    w.sees({main, heir}, 51s);
    w.exits(101, 0, 3600s);
    EXPECT_TRUE(w.it.electing());
    w.sees({heir}, 3600s);
    EXPECT_EQ(w.it.main(), pid{105});
    EXPECT_EQ(w.it.loss(), std::nullopt);
    EXPECT_FALSE(w.it.electing());
}

// It is exiting and not dead yet, so no look can show its program.
TEST_F(daemon, hands_over_though_the_last_look_could_not_tell_its_program)
{
    const child heir{.who = {105}, .start = 105'000, .session = {101}, .program = 7};
    w.sees({{.who = {101}, .start = 100'000, .session = {101}}, heir}, 3600s);
    w.exits(101, 0, 3600s);
    w.sees({heir}, 3600s);
    EXPECT_EQ(w.it.main(), pid{105});
    EXPECT_EQ(w.it.loss(), std::nullopt);
}

// The look may have been refused.  Some systems never show all children, so supervise
// does not look forever.
TEST_F(daemon, looks_longer_for_an_heir_whom_a_look_has_missed)
{
    const child heir{.who = {105}, .start = 459'950, .session = {105}, .program = 7};
    const child other{.who = {106}, .start = 459'000, .session = {106}, .program = 8};
    w.exits(101, 0, 3600s);
    w.misses({}, 3600s);
    w.misses({}, 3630s);
    w.misses({other}, 3602s);
    EXPECT_EQ(w.it.loss(), std::nullopt);
    auto in_vain = w;
    w.sees({other, heir}, 3631s);
    EXPECT_EQ(w.it.main(), pid{105});
    in_vain.misses({other}, 3603s);
    EXPECT_EQ(in_vain.it.loss(), (death{{101}, manner::exited, 0}));
}

// sshd, php-fpm and exim on HUP: a new session.  1000 s + 3600 s is tick 460000.
TEST_F(daemon, hands_over_to_the_same_program_born_in_the_last_second)
{
    w.exits(101, 0, 3600s);
    w.sees({{.who = {105}, .start = 459'950, .session = {105}, .program = 7}}, 3600s);
    EXPECT_EQ(w.it.main(), pid{105});
}

TEST_F(daemon, hands_over_to_nobody_born_earlier_in_another_session)
{
    w.exits(101, 0, 3600s);
    w.sees({{.who = {105}, .start = 459'899, .session = {105}, .program = 7}}, 3600s);
    EXPECT_EQ(w.it.main(), pid{});
    EXPECT_EQ(w.it.loss(), (death{{101}, manner::exited, 0}));
}

TEST_F(daemon, hands_over_to_the_youngest_of_the_last_second)
{
    w.exits(101, 0, 3600s);
    w.sees({{.who = {105}, .start = 459'990, .session = {105}, .program = 7},
            {.who = {104}, .start = 459'995, .session = {104}, .program = 7},
            {.who = {106}, .start = 459'980, .session = {106}, .program = 7}},
           3600s);
    EXPECT_EQ(w.it.main(), pid{104});
}

TEST_F(daemon, hands_over_within_the_session_before_the_youngest)
{
    w.exits(101, 0, 3600s);
    w.sees({{.who = {105}, .start = 459'990, .session = {105}, .program = 7},
            {.who = {106}, .start = 300'000, .session = {101}, .program = 7},
            {.who = {107}, .start = 459'999, .session = {107}, .program = 7}},
           3600s);
    EXPECT_EQ(w.it.main(), pid{106});
}

TEST_F(daemon, hands_over_to_the_master_with_most_workers_of_its_session)
{
    w.exits(101, 0, 3600s);
    w.sees({{.who = {105}, .start = 300'000, .session = {101}, .program = 7},
            {.who = {106}, .start = 300'001, .session = {101}, .program = 7, .below = 4}},
           3600s);
    EXPECT_EQ(w.it.main(), pid{106});
}

TEST_F(daemon, hands_over_to_the_oldest_of_equals_in_its_session)
{
    w.exits(101, 0, 3600s);
    w.sees({{.who = {105}, .start = 300'002, .session = {101}, .program = 7},
            {.who = {106}, .start = 300'001, .session = {101}, .program = 7}},
           3600s);
    EXPECT_EQ(w.it.main(), pid{106});
}

TEST_F(daemon, hands_over_to_no_other_program)
{
    w.exits(101, 0, 3600s);
    w.sees({{.who = {105}, .start = 459'990, .session = {101}, .program = 8}}, 3600s);
    EXPECT_EQ(w.it.main(), pid{});
    EXPECT_TRUE(w.it.alive());
}

TEST_F(daemon, hands_over_to_nobody_of_unknown_birth_in_another_session)
{
    w.exits(101, 0, 3600s);
    w.sees({{.who = {105}, .start = 0, .session = {105}, .program = 7}}, 3600s);
    EXPECT_EQ(w.it.main(), pid{});
}

TEST(custody, hands_over_to_nobody_where_the_program_is_unknown)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}, .session = {101}}}, 100ms);
    w.sees({{.who = {101}, .session = {101}}}, 600ms);
    w.exits(101, 0, 10s);
    w.sees({{.who = {102}, .session = {101}}}, 10s);
    EXPECT_EQ(w.it.main(), pid{});
}

// An instant less than a second after boot must not turn into a huge one.
class booting : public testing::Test {
  protected:
    booting()
    {
        const child main{.who = {101}, .start = 3, .session = {101}, .program = 7};
        c.spawned({100}, instant{20ms});
        c.died({{100}, manner::exited, 0}, instant{40ms});
        c.seen(std::vector<child>{main}, instant{40ms});
        c.seen(std::vector<child>{main}, instant{600ms});
        c.died({{101}, manner::exited, 0}, instant{900ms});
    }

    custody c{500ms, 60s};
};

TEST_F(booting, hands_over_to_one_born_in_the_first_second)
{
    const child heir{.who = {102}, .start = 80, .session = {102}, .program = 7};
    c.seen(std::vector<child>{heir}, instant{900ms});
    EXPECT_EQ(c.main(), pid{102});
}

TEST_F(booting, hands_over_to_nobody_of_unknown_birth)
{
    const child heir{.who = {102}, .start = 0, .session = {102}, .program = 7};
    c.seen(std::vector<child>{heir}, instant{900ms});
    EXPECT_EQ(c.main(), pid{});
}

TEST_F(daemon, hands_over_again_and_again)
{
    const child second{.who = {105}, .start = 105'000, .session = {101}, .program = 7};
    const child third{.who = {106}, .start = 106'000, .session = {101}, .program = 7};
    w.exits(101, 0, 3600s);
    w.sees({second}, 3600s);
    w.exits(105, 0, 3700s);
    w.sees({third}, 3700s);
    EXPECT_EQ(w.it.main(), pid{106});
}

TEST_F(daemon, hands_over_to_nobody_after_another_exit)
{
    w.exits(101, 3, 3600s);
    EXPECT_EQ(w.it.loss(), (death{{101}, manner::exited, 3}));
    w.sees({{.who = {105}, .start = 459'990, .session = {101}, .program = 7}}, 3600s);
    EXPECT_EQ(w.it.main(), pid{});
}

TEST_F(daemon, hands_over_to_nobody_after_a_crash)
{
    w.is_killed(101, SIGSEGV, 3600s);
    w.sees({{.who = {105}, .start = 459'990, .session = {101}, .program = 7}}, 3600s);
    EXPECT_EQ(w.it.main(), pid{});
    EXPECT_EQ(w.it.loss(), (death{{101}, manner::signalled, 11}));
}

TEST_F(daemon, keeps_its_main_when_other_kin_die)
{
    w.sees({main, {.who = {105}}}, 2s);
    w.is_killed(105, SIGKILL, 3s);
    EXPECT_EQ(w.it.main(), pid{101});
    EXPECT_EQ(w.it.loss(), std::nullopt);
    EXPECT_EQ(w.it.all().size(), 1u);
}

TEST_F(daemon, keeps_the_loss_when_the_survivors_die_too)
{
    w.sees({main, {.who = {105}}}, 2s);
    w.is_killed(101, SIGKILL, 3s);
    w.exits(105, 0, 4s);
    w.it.alone();
    EXPECT_EQ(w.it.loss(), (death{{101}, manner::signalled, 9}));
}

TEST_F(daemon, dies_of_its_mains_exit_0_when_nobody_is_left)
{
    w.exits(101, 0, 10s);
    w.it.alone();
    EXPECT_FALSE(w.it.alive());
    EXPECT_EQ(w.it.loss(), (death{{101}, manner::exited, 0}));
}

// Otherwise a foreground sshd that exits 0 would make a login its main process.
TEST(custody, takes_a_run_process_of_a_minute_for_the_daemon_itself)
{
    ward w;
    w.sees({{.who = {100}, .start = 100'000, .session = {100}, .program = 7}}, 500ms);
    w.exits(100, 0, 60s);
    EXPECT_FALSE(w.it.forked());
    w.sees({{.who = {101}, .start = 100'000, .session = {101}, .program = 8}}, 60s);
    EXPECT_EQ(w.it.main(), pid{});
    EXPECT_EQ(w.it.loss(), (death{{100}, manner::exited, 0}));
}

TEST(custody, lets_a_run_process_of_a_minute_hand_over)
{
    ward w;
    w.sees({{.who = {100}, .start = 100'000, .session = {100}, .program = 7}}, 500ms);
    w.exits(100, 0, 60s);
    w.sees({{.who = {101}, .start = 105'990, .session = {101}, .program = 7}}, 60s);
    EXPECT_EQ(w.it.main(), pid{101});
}

// ECHILD at each point.

TEST(custody, is_over_while_settling_when_nobody_is_left)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}}}, 100ms);
    w.exits(101, 0, 200ms);
    w.it.alone();
    EXPECT_FALSE(w.it.alive());
    EXPECT_FALSE(w.it.settling());
    EXPECT_FALSE(w.it.electing());
    EXPECT_EQ(w.it.loss(), (death{{101}, manner::exited, 0}));
}

TEST(custody, is_over_after_a_crash_while_settling_when_nobody_is_left)
{
    ward w;
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}}}, 100ms);
    w.is_killed(101, SIGKILL, 200ms);
    w.it.alone();
    EXPECT_FALSE(w.it.alive());
    EXPECT_EQ(w.it.loss(), (death{{101}, manner::signalled, 9}));
}

TEST_F(daemon, has_neither_kin_nor_main_when_it_is_over)
{
    w.is_killed(101, SIGKILL, 10s);
    w.it.alone();
    EXPECT_TRUE(w.it.all().empty());
    EXPECT_EQ(w.it.main(), pid{});
    EXPECT_EQ(w.it.look_at(), std::nullopt);
}

TEST_F(daemon, begins_afresh_with_the_next_launch)
{
    w.is_killed(101, SIGKILL, 10s);
    w.it.alone();
    w.it.spawned({200}, dawn + 11s);
    custody fresh{500ms, 60s};
    fresh.spawned({200}, dawn + 11s);
    EXPECT_EQ(w.it, fresh);
}

// The processes that have been asked to end.

TEST(custody, names_the_first_who_has_not_been_asked)
{
    ward w;
    w.sees({{.who = {100}}, {.who = {101}}}, 100ms);
    EXPECT_EQ(w.it.unasked(asked::term), pid{100});
    w.it.ask({100}, asked::term);
    EXPECT_EQ(w.it.unasked(asked::term), pid{101});
    w.it.ask({101}, asked::term);
    EXPECT_EQ(w.it.unasked(asked::term), pid{});
}

TEST(custody, asks_for_more_than_was_asked_for_before)
{
    ward w;
    w.it.ask({100}, asked::stop);
    EXPECT_EQ(w.it.unasked(asked::stop), pid{});
    EXPECT_EQ(w.it.unasked(asked::term), pid{100});
    w.it.ask({100}, asked::term);
    EXPECT_EQ(w.it.unasked(asked::term), pid{});
    EXPECT_EQ(w.it.unasked(asked::kill), pid{100});
    w.it.ask({100}, asked::kill);
    EXPECT_EQ(w.it.unasked(asked::kill), pid{});
}

// With adoption notices.

TEST(custody, knows_at_once_the_only_one_who_comes_from_the_run_process)
{
    ward w;
    w.it.adopted({{101}, {100}});
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}}}, 100ms);
    EXPECT_EQ(w.it.main(), pid{101});
    EXPECT_FALSE(w.it.settling());
    EXPECT_FALSE(w.it.calm()); // it may pass its role on
}

TEST(custody, is_not_sure_of_one_of_several)
{
    ward w;
    w.it.adopted({{101}, {100}});
    w.it.adopted({{102}, {100}});
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}, .start = 100'009}, {.who = {102}, .start = 100'008}}, 100ms);
    EXPECT_EQ(w.it.main(), pid{101}); // whatever their age
    EXPECT_TRUE(w.it.settling());
}

TEST(custody, takes_all_for_equals_if_one_was_not_told_of)
{
    ward w;
    w.it.adopted({{101}, {100}});
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}, .start = 100'009}, {.who = {102}, .start = 100'008}}, 100ms);
    EXPECT_EQ(w.it.main(), pid{102});
    EXPECT_TRUE(w.it.settling());
}

TEST(custody, puts_the_heir_of_a_starter_in_its_place)
{
    ward w;
    w.it.adopted({{101}, {100}});
    w.it.adopted({{102}, {100}});
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}}, {.who = {102}}}, 100ms);
    w.it.adopted({{103}, {101}});
    w.exits(101, 0, 200ms);
    w.sees({{.who = {102}}, {.who = {103}}}, 200ms);
    EXPECT_EQ(w.it.main(), pid{103});
}

TEST(custody, puts_the_heir_of_one_whom_nobody_has_seen_in_its_place)
{
    ward w;
    w.it.adopted({{101}, {100}});
    w.it.adopted({{102}, {100}});
    w.it.adopted({{103}, {101}});
    w.exits(101, 0, 100ms);
    w.exits(100, 0, 100ms);
    w.sees({{.who = {102}}, {.who = {103}}}, 100ms);
    EXPECT_EQ(w.it.main(), pid{103});
}

TEST(custody, takes_no_other_branch_for_starters)
{
    ward w;
    w.it.adopted({{101}, {100}});
    w.it.adopted({{102}, {100}});
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}}, {.who = {102}}}, 100ms);
    w.it.adopted({{103}, {102}}); // it lives
    w.it.adopted({{104}, {101}});
    w.exits(101, 0, 200ms);
    w.sees({{.who = {102}}, {.who = {103}, .below = 5}, {.who = {104}}}, 200ms);
    EXPECT_EQ(w.it.main(), pid{104});
}

TEST(custody, is_told_nothing_by_a_branch_that_nobody_knows)
{
    ward w;
    w.it.adopted({{101}, {77}});
    w.exits(100, 0, 100ms);
    w.sees({{.who = {101}}}, 100ms);
    EXPECT_EQ(w.it.main(), pid{101});
    EXPECT_TRUE(w.it.settling());
}

TEST_F(daemon, is_followed_by_nobody_who_comes_from_another)
{
    const child other{.who = {102}, .start = 100'001, .session = {101}, .program = 7};
    const child its{.who = {103}, .start = 100'070, .session = {101}, .program = 7};
    w.sees({main, other}, 700ms);
    w.it.adopted({its.who, other.who});
    w.sees({main, other, its}, 800ms);
    w.it.died({main.who, manner::exited, 0}, dawn + 900ms);
    w.it.died({other.who, manner::signalled, 9}, dawn + 900ms);
    w.sees({its}, 900ms);
    EXPECT_EQ(w.it.main(), its.who); // that process is dead, and no longer has a parent
}

TEST_F(daemon, is_followed_by_its_own_rather_than_by_those_of_others)
{
    const child other{.who = {102}, .start = 100'001, .session = {102}, .program = 8};
    const child its{.who = {103}, .start = 100'070, .session = {101}, .program = 7};
    w.sees({main, other}, 700ms);
    w.it.adopted({its.who, other.who});
    w.sees({main, other, its}, 800ms);
    w.exits(101, 0, 900ms);
    w.sees({other, its}, 900ms);
    EXPECT_EQ(w.it.main(), pid{});
}

TEST_F(daemon, has_bystanders_whose_orphans_are_bystanders)
{
    const child login{.who = {102}, .start = 100'070, .login = 1000, .user = 0};
    w.sees({main, login}, 700ms);
    w.it.adopted({{103}, {102}});
    w.sees({main, {.who = {103}, .start = 100'080}}, 800ms);
    EXPECT_FALSE(w.it.is_kin({103}));
    EXPECT_TRUE(w.it.knows({103}));
}

TEST(custody, does_not_forget_that_it_asked_for_more)
{
    ward w;
    w.it.ask({100}, asked::kill);
    w.it.ask({100}, asked::term);
    EXPECT_EQ(w.it.unasked(asked::kill), pid{});
}

TEST(custody, knows_whether_one_was_asked_at_all)
{
    ward w;
    EXPECT_FALSE(w.it.was_asked({100}));
    w.it.ask({100}, asked::stop);
    EXPECT_TRUE(w.it.was_asked({100}));
    EXPECT_FALSE(w.it.was_asked({101}));
}

TEST(custody, asks_nobody_who_is_not_of_the_service)
{
    ward w;
    w.it.ask({999}, asked::kill);
    EXPECT_EQ(w.it, ward{}.it);
}

} // namespace
} // namespace foster
