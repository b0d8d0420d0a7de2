// Stopping a service: the stop signal to the main process, TERM to all children, KILL
// to all.
#include <gtest/gtest.h>

#include "t/unit/life.h"

namespace foster {
namespace {

// The step for the main process.

TEST(stop, begins_with_TERM_and_CONT_to_the_main_alone)
{
    life l = forked();
    l.at(10s).hears("d");
    EXPECT_EQ(l.acts(), "TERM to 101, CONT to 101, until 15000 ms");
}

TEST(stop, begins_with_the_stop_signal_that_is_set)
{
    life l = forked({.stop_signal = SIGQUIT});
    l.at(10s).hears("d");
    EXPECT_EQ(l.acts(), "signal 3 to 101, CONT to 101, until 15000 ms");
}

// The children of mysqld_safe would be told after a minute.
TEST(stop, does_not_wait_for_a_main_that_ignores_the_signal)
{
    life l = forked();
    l.at(10s).it.woken(l.now);
    const child deaf{.who = {101}, .ignored = 1U << (SIGTERM - 1)};
    const child others[] = {deaf, {.who = {102}}, {.who = {103}}};
    l.it.seen(others, l.now);
    l.hears("d");
    EXPECT_EQ(l.acts(), "TERM to 101, CONT to 101, until 11000 ms");
    l.at(11s).it.woken(l.now);
    l.it.seen(others, l.now);
    EXPECT_EQ(l.acts(), "ignored, TERM to 102, CONT to 102, TERM to 103, CONT to 103, "
                        "until 13000 ms");
}

TEST(stop, waits_for_a_main_that_ignores_another_signal)
{
    life l = forked();
    l.at(10s).it.woken(l.now);
    const child others[] = {
        {.who = {101}, .ignored = 1U << (SIGHUP - 1)}, {.who = {102}}, {.who = {103}}};
    l.it.seen(others, l.now);
    l.hears("d");
    EXPECT_EQ(l.acts(), "TERM to 101, CONT to 101, until 15000 ms");
}

TEST(stop, says_so_once)
{
    life l = forked();
    l.at(10s).hears("d").acts();
    l.at(11s).sees({101, 102, 103});
    EXPECT_EQ(l.acts(), "until 15000 ms");
}

TEST(stop, begins_before_the_first_look)
{
    life l;
    l.acts();
    l.at(100ms).hears("d");
    EXPECT_EQ(l.acts(), "TERM to 100, CONT to 100, until 500 ms");
}

TEST(stop, goes_on_before_the_first_look_is_due)
{
    life l{want::up, {.stop_timeout = 200ms}};
    l.acts();
    l.at(100ms).hears("d");
    EXPECT_EQ(l.acts(), "TERM to 100, CONT to 100, until 300 ms");
}

TEST(stop, shows_as_stopping)
{
    life l = forked();
    l.at(10s).hears("d");
    EXPECT_EQ(l.phase(), "stopping");
    EXPECT_EQ(l.report().want, want::down);
}

TEST(stop, shows_that_TERM_was_sent)
{
    life l = plain();
    l.at(10s).hears("d").acts();
    EXPECT_TRUE(l.report().termed);
}

TEST(stop, shows_no_TERM_where_another_signal_was_sent)
{
    life l = plain({.stop_signal = SIGINT});
    l.at(10s).hears("d").acts();
    EXPECT_FALSE(l.report().termed);
}

TEST(stop, wakes_a_paused_main)
{
    life l = plain();
    l.hears("p").acts();
    l.at(10s).hears("d").acts();
    EXPECT_FALSE(l.report().paused);
}

TEST(stop, is_over_when_nobody_is_left)
{
    life l = plain();
    l.at(10s).hears("d").acts();
    l.at(11s).is_killed(100, SIGTERM).alone();
    EXPECT_EQ(l.acts(), "rest");
    EXPECT_EQ(l.phase(), "down");
}

// The machine is suspended, or all of a container is frozen.
TEST(stop, does_not_count_time_in_which_we_did_not_run)
{
    life l = plain();
    l.at(1s).it.woken(l.now);
    EXPECT_EQ(l.hears("d").acts(), "TERM to 100, CONT to 100, until 6000 ms");
    l.at(60s).it.woken(l.now);
    EXPECT_EQ(l.sees({100}).acts(), "until 65000 ms");
    l.at(65s).it.woken(l.now);
    EXPECT_EQ(l.sees({100}).acts(), "cut, until 67000 ms");
}

// A stopped run process hands over to no child, because a child may be a login.
TEST(stop, ends_all_that_a_run_process_leaves)
{
    life l;
    l.acts();
    l.at(100ms).hears("d").acts();
    l.at(200ms).exits(100, 0).sees({101});
    EXPECT_EQ(l.acts(), "TERM to 101, CONT to 101, until 2200 ms");
}

TEST(stop, says_it_again_for_another_d)
{
    life l = plain();
    l.at(10s).hears("d").acts();
    l.at(11s).hears("d");
    EXPECT_EQ(l.acts().substr(0, 13), "TERM to 100, ");
}

// A main process that was paused in between would not see it.
TEST(stop, says_it_again_with_CONT)
{
    life l = plain();
    l.at(10s).hears("d").acts();
    l.at(11s).hears("p").acts();
    l.at(12s).hears("d");
    EXPECT_EQ(l.acts(), "TERM to 100, CONT to 100, until 15000 ms");
}

TEST(stop, does_not_take_longer_for_another_d)
{
    life l = plain();
    l.at(10s).hears("d").acts();
    l.at(14s).hears("d").acts();
    l.at(15s).sees({100});
    EXPECT_EQ(l.acts(), "cut, until 17000 ms");
}

// `svc -dx` writes this.  Many daemons read a second TERM as "at once, unclean".
TEST(stop, says_it_once_for_dx_in_one_write)
{
    life l = plain();
    l.at(10s).hears("dx");
    EXPECT_EQ(l.acts(), "TERM to 100, CONT to 100, until 15000 ms");
}

TEST(stop, may_begin_with_KILL)
{
    life l = plain({.stop_signal = SIGKILL});
    l.at(10s).hears("d");
    EXPECT_EQ(l.acts(), "KILL to 100, CONT to 100, until 15000 ms");
}

// The step for all.

TEST(stop, sends_TERM_to_all_kin_after_five_seconds)
{
    life l = forked();
    l.at(10s).hears("d").acts();
    l.at(15s).sees({101, 102, 103});
    EXPECT_EQ(l.acts(), "cut, TERM to 102, CONT to 102, TERM to 103, CONT to 103, "
                        "until 17000 ms");
}

TEST(stop, does_not_send_it_a_moment_too_soon)
{
    life l = forked();
    l.at(10s).hears("d").acts();
    l.at(15s - 1ms).sees({101, 102, 103});
    EXPECT_EQ(l.acts(), "until 15000 ms");
}

TEST(stop, waits_as_long_as_it_is_set)
{
    life l = forked({.stop_timeout = 30s, .kin_timeout = 4s});
    l.at(10s).hears("d");
    EXPECT_EQ(l.acts(), "TERM to 101, CONT to 101, until 40000 ms");
    l.at(40s).sees({101, 102});
    EXPECT_EQ(l.acts(), "cut, TERM to 102, CONT to 102, TERM to 103, CONT to 103, "
                        "until 44000 ms");
}

// The main process has got only another signal; TERM to all children is for it too.
TEST(stop, sends_TERM_to_a_main_that_did_not_heed_its_own_signal)
{
    life l = plain({.stop_signal = SIGINT});
    l.at(10s).hears("d").acts();
    l.at(15s).sees({100});
    EXPECT_EQ(l.acts(), "cut, TERM to 100, CONT to 100, until 17000 ms");
}

TEST(stop, goes_to_all_at_once_when_the_main_is_dead)
{
    life l = forked();
    l.at(10s).hears("d").acts();
    l.at(11s).is_killed(101, SIGTERM).sees({102, 103});
    EXPECT_EQ(l.acts(), "TERM to 102, CONT to 102, TERM to 103, CONT to 103, "
                        "until 13000 ms");
}

TEST(stop, goes_to_all_at_once_where_there_was_no_main)
{
    life l = forked();
    l.at(9s).is_killed(101, SIGSEGV).sees({102, 103}).acts();
    l.at(10s).hears("d");
    EXPECT_EQ(l.acts(), "TERM to 102, CONT to 102, TERM to 103, CONT to 103, "
                        "until 12000 ms");
    EXPECT_EQ(l.phase(), "stopping");
}

TEST(stop, sends_TERM_to_kin_that_come_to_light_then)
{
    life l = forked();
    l.at(10s).hears("d").acts();
    l.at(11s).is_killed(101, SIGTERM).sees({102, 103}).acts();
    l.at(12s).exits(102, 0).sees({103, 104});
    EXPECT_EQ(l.acts(), "TERM to 104, CONT to 104, until 13000 ms");
}

TEST(stop, says_nothing_again_for_another_d_where_there_is_no_main)
{
    life l = forked();
    l.at(10s).hears("d").acts();
    l.at(11s).is_killed(101, SIGTERM).sees({102, 103}).acts();
    l.at(12s).hears("d");
    EXPECT_EQ(l.acts(), "until 13000 ms");
}

TEST(stop, sends_nothing_to_kin_that_come_to_light_before)
{
    life l = plain();
    l.at(10s).hears("d").acts();
    l.at(11s).sees({100, 101});
    EXPECT_EQ(l.acts(), "until 15000 ms");
}

TEST(stop, sends_nothing_to_the_reaped)
{
    life l = forked();
    l.at(10s).hears("d").acts();
    l.at(15s).exits(102, 0).sees({101, 103});
    EXPECT_EQ(l.acts(), "cut, TERM to 103, CONT to 103, until 17000 ms");
}

TEST(stop, owes_no_CONT_to_one_that_died_of_its_TERM)
{
    life l = plain();
    l.at(10s).hears("d");
    l.it.sent({{100}, SIGTERM});
    l.is_killed(100, SIGTERM).sees({101});
    EXPECT_EQ(l.acts(), "TERM to 101, CONT to 101, until 12000 ms");
}

// The last step.

TEST(stop, sends_KILL_to_all_two_seconds_later)
{
    life l = forked();
    l.at(10s).hears("d").acts();
    l.at(15s).sees({101, 102, 103}).acts();
    l.at(17s).sees({101, 102, 103});
    EXPECT_EQ(l.acts(), "killed, KILL to 101, KILL to 102, KILL to 103, until 19000 ms");
}

TEST(stop, sends_KILL_to_whoever_comes_to_light_then)
{
    life l = plain();
    l.at(10s).hears("d").acts();
    l.at(15s).sees({100}).acts();
    l.at(17s).sees({100}).acts();
    l.at(17s + 1ms).is_killed(100, SIGKILL).sees({101});
    EXPECT_EQ(l.acts(), "KILL to 101, until 19000 ms");
}

TEST(stop, looks_again_and_again_until_nobody_is_left)
{
    life l = plain();
    l.at(10s).hears("d").acts();
    l.at(15s).sees({100}).acts();
    l.at(17s).sees({100}).acts();
    l.at(19s).sees({100});
    EXPECT_EQ(l.acts(), "until 21000 ms");
    l.at(21s).sees({100, 105});
    EXPECT_EQ(l.acts(), "KILL to 105, until 23000 ms");
}

TEST(stop, is_not_down_while_anybody_lives)
{
    life l = plain();
    l.at(10s).hears("d").acts();
    l.at(15s).sees({100}).acts();
    l.at(17s).sees({100}).acts();
    EXPECT_EQ(l.phase(), "stopping");
}

// Together with other letters.

TEST(stop, ends_in_a_start_for_du)
{
    life l = plain();
    l.at(10s).hears("du");
    EXPECT_EQ(l.acts(), "TERM to 100, CONT to 100, until 15000 ms");
    l.at(11s).is_killed(100, SIGTERM).alone();
    EXPECT_EQ(l.acts(), "start, until 11500 ms");
}

TEST(stop, is_not_undone_by_u)
{
    life l = plain();
    l.at(10s).hears("d").acts();
    l.at(11s).hears("u").sees({100});
    EXPECT_EQ(l.acts(), "until 15000 ms");
    EXPECT_EQ(l.phase(), "stopping");
    EXPECT_EQ(l.report().want, want::up);
}

TEST(stop, does_not_end_in_a_start_for_do)
{
    life l = plain();
    l.at(10s).hears("do").acts();
    l.at(11s).is_killed(100, SIGTERM).alone();
    EXPECT_EQ(l.acts(), "rest");
}

TEST(stop, ends_in_leaving_for_x)
{
    life l = plain();
    l.at(10s).hears("x");
    EXPECT_EQ(l.acts(), "TERM to 100, CONT to 100, until 15000 ms");
    l.at(11s).is_killed(100, SIGTERM).alone();
    EXPECT_EQ(l.acts(), "leave");
}

TEST(stop, ends_in_leaving_when_dismissed)
{
    life l = plain();
    l.at(10s).it.dismissed(l.now.at);
    EXPECT_EQ(l.acts(), "TERM to 100, CONT to 100, until 15000 ms");
    l.at(11s).is_killed(100, SIGTERM).alone();
    EXPECT_EQ(l.acts(), "leave");
}

TEST(stop, sends_its_own_signal_before_one_that_is_commanded_later)
{
    life l = plain();
    l.at(10s).hears("dh");
    EXPECT_EQ(l.acts(), "TERM to 100, CONT to 100, signal 1 to 100, until 15000 ms");
}

// A log.

TEST(stop, lets_a_log_end_by_itself_for_x)
{
    life l = plain({.log = true});
    l.at(10s).hears("x");
    EXPECT_EQ(l.acts(), "rest");
    l.at(60s).exits(100, 0).alone();
    EXPECT_EQ(l.acts(), "leave");
}

TEST(stop, shows_a_log_as_up_and_leaving_after_x)
{
    life l = plain({.log = true});
    l.at(10s).hears("x");
    EXPECT_EQ(l.phase(), "up");
    EXPECT_TRUE(l.report().leaving);
}

TEST(stop, does_not_start_a_log_again_that_ends_early_after_x)
{
    life l = plain({.log = true});
    l.at(600ms).hears("x").acts();
    l.at(700ms).exits(100, 0).alone();
    EXPECT_EQ(l.phase(), "down");
    EXPECT_EQ(l.acts(), "leave");
}

// svscanboot writes this to every log.
TEST(stop, stops_a_log_for_dx)
{
    life l = plain({.log = true});
    l.at(10s).hears("dx");
    EXPECT_EQ(l.acts(), "TERM to 100, CONT to 100, until 15000 ms");
    l.at(11s).is_killed(100, SIGTERM).alone();
    EXPECT_EQ(l.acts(), "leave");
}

TEST(stop, lets_a_dismissed_log_drain)
{
    life l = plain({.log = true});
    l.at(10s).it.dismissed(l.now.at);
    EXPECT_EQ(l.acts(), "until 15000 ms");
    EXPECT_EQ(l.phase(), "stopping");
    l.at(11s).exits(100, 0).alone();
    EXPECT_EQ(l.acts(), "leave");
}

TEST(stop, does_not_drain_a_dismissed_log_for_ever)
{
    life l = plain({.log = true});
    l.at(10s).it.dismissed(l.now.at);
    l.at(15s).sees({100});
    EXPECT_EQ(l.acts(), "TERM to 100, CONT to 100, until 20000 ms");
}

TEST(stop, drains_no_longer_for_a_second_dismissal)
{
    life l = plain({.log = true});
    l.at(10s).it.dismissed(l.now.at);
    l.at(14s).it.dismissed(l.now.at);
    EXPECT_EQ(l.acts(), "until 15000 ms");
}

TEST(stop, ends_the_drain_for_d)
{
    life l = plain({.log = true});
    l.at(10s).it.dismissed(l.now.at);
    l.at(11s).hears("d");
    EXPECT_EQ(l.acts(), "TERM to 100, CONT to 100, until 16000 ms");
}

TEST(stop, leaves_a_dismissed_log_that_is_down)
{
    life l{want::down, {.log = true}};
    l.it.dismissed(l.now.at);
    EXPECT_EQ(l.acts(), "leave");
}

TEST(stop, goes_on_when_a_stopping_log_is_dismissed)
{
    life l = plain({.log = true});
    l.at(10s).hears("d").acts();
    l.at(11s).it.dismissed(l.now.at);
    EXPECT_EQ(l.acts(), "until 15000 ms");
}

} // namespace
} // namespace foster
