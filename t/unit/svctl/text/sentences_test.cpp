// Texts of svctl for people.
#include "svctl/text/sentences.h"

#include <gtest/gtest.h>

#include "t/unit/shown.h"

namespace foster {

TEST(report, shows_seconds_alone)
{
    EXPECT_EQ(in_words(3999ms), "3s");
}
TEST(report, shows_minutes_with_seconds)
{
    EXPECT_EQ(in_words(302s), "5m 02s");
}
TEST(report, shows_hours_with_minutes)
{
    EXPECT_EQ(in_words(2h + 4min + 5s), "2h 04m");
}
TEST(report, shows_days_with_hours)
{
    EXPECT_EQ(in_words(74h + 59min), "3d 2h");
}
TEST(report, takes_a_time_to_come_for_now)
{
    EXPECT_EQ(in_words(-5s), "0s");
}

TEST(report, says_only_the_phase_where_it_is_what_is_wanted)
{
    EXPECT_EQ(state_in_words(up_since_three_seconds(7), noon), "up");
}

TEST(report, says_that_a_service_is_not_ready)
{
    auto s = up_since_three_seconds(7);
    s.ready = false;
    EXPECT_EQ(state_in_words(s, noon), "up, not ready");
}

TEST(report, says_that_a_service_is_paused)
{
    auto s = up_since_three_seconds(7);
    s.paused = true;
    EXPECT_EQ(state_in_words(s, noon), "up, paused");
}

TEST(report, says_when_a_service_is_up_for_one_run_only)
{
    auto s = up_since_three_seconds(7);
    s.want = want::once;
    EXPECT_EQ(state_in_words(s, noon), "up (once)");
}

TEST(report, says_what_is_wanted_where_it_differs_and_rounds_the_wait_up)
{
    EXPECT_EQ(state_in_words(waiting_for_a_second(), noon),
              "down (wanted up, next try in 1s)");
}

TEST(report, does_not_say_that_a_stopping_service_is_wanted_down)
{
    auto s = up_since_three_seconds(7);
    s.phase = phase::stopping;
    s.want = want::down;
    EXPECT_EQ(state_in_words(s, noon), "stopping");
}

TEST(report, names_the_signal_of_a_death)
{
    EXPECT_EQ(in_words(death{{7}, manner::signalled, 9}), "signal 9 (KILL)");
}

TEST(report, tells_of_a_core)
{
    EXPECT_EQ(in_words(death{{7}, manner::dumped, 11}), "signal 11 (SEGV), core dumped");
}

TEST(report, gives_a_signal_without_a_name_by_number)
{
    EXPECT_EQ(in_words(death{{7}, manner::signalled, 40}), "signal 40");
}

TEST(report, holds_up_to_be_as_wanted_where_one_run_was_asked_for)
{
    auto s = up_since_three_seconds(7);
    s.want = want::once;
    EXPECT_TRUE(as_wanted(s));
}

TEST(report, does_not_hold_a_degraded_service_to_be_as_wanted)
{
    auto s = up_since_three_seconds(7);
    s.phase = phase::degraded;
    EXPECT_FALSE(as_wanted(s));
}

TEST(report, says_why_a_start_failed_and_what_is_next)
{
    auto before = waiting_for_a_second();
    before.starts = 1;
    EXPECT_EQ(
        not_reached_in_words(user_request::up, before, waiting_for_a_second(), noon),
        "not up: its main process, pid 42, exited 1; next try in 1s (see svctl why)");
}

TEST(report, says_that_run_could_not_be_started)
{
    auto before = waiting_for_a_second();
    before.retry = noon;
    EXPECT_EQ(
        not_reached_in_words(user_request::up, before, waiting_for_a_second(), noon),
        "not up: unable to start ./run (see svctl check and the messages of "
        "supervise); next try in 1s");
}

TEST(report, says_who_lives_on_in_a_degraded_service)
{
    auto now = waiting_for_a_second();
    now.phase = phase::degraded;
    now.kin = {{{43}, 1, came::adopted}};
    EXPECT_EQ(
        not_reached_in_words(user_request::up, up_since_three_seconds(42), now, noon),
        "not up: its main process, pid 42, exited 1; pid 43 is still alive (svctl "
        "restart stops it and starts the service again)");
}

TEST(report, says_who_is_left_when_time_is_out)
{
    auto now = up_since_three_seconds(7);
    now.phase = phase::stopping;
    now.want = want::down;
    EXPECT_EQ(timed_out_in_words(user_request::down, 5s, now, noon),
              "not down after 5s: the service is stopping, with pid 7; the command stays "
              "in force (use a longer --timeout to wait longer)");
}

TEST(report, says_of_no_signal_and_no_upgrade_that_it_stays_in_force)
{
    auto now = up_since_three_seconds(7);
    now.paused = true;
    EXPECT_EQ(timed_out_in_words(user_request::cont, 5s, now, noon),
              "not running again after 5s: the service is up, paused, with pid 7");
    now.paused = false;
    EXPECT_EQ(timed_out_in_words(user_request::upgrade, 5s, now, noon),
              "not upgraded after 5s: the service is up, with pid 7; its supervisor "
              "still runs the old program (see the messages of supervise)");
}

TEST(report, says_a_time_below_a_second_exactly)
{
    EXPECT_EQ(timed_out_in_words(user_request::up, 250ms, waiting_for_a_second(), noon),
              "not up after 250ms: the service is down (wanted up, next try in 1s); the "
              "command stays in force (use a longer --timeout to wait longer)");
}

TEST(killed_in_words, names_whom_the_stop_had_to_kill)
{
    status now;
    now.killed = {{12}, {13}};
    EXPECT_EQ(killed_in_words(status{}, now),
              "these processes did not end in time and were killed: 12 13");
}

TEST(killed_in_words, says_nothing_of_an_earlier_stop)
{
    status now;
    now.killed = {{12}};
    EXPECT_EQ(killed_in_words(now, now), "");
}

} // namespace foster
