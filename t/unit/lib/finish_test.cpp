// After a death: the finish script, and whether and when there is another start.
#include <gtest/gtest.h>

#include "lib/service.h"
#include "t/unit/life.h"

namespace foster {
namespace {

life with_finish(const settings& s = {})
{
    life l = plain(s);
    l.has_finish = true;
    return l;
}

// Returns a service whose finish script runs since five seconds after dawn.
life finishing(const settings& s = {})
{
    life l = with_finish(s);
    l.at(5s).exits(100, 1).alone().acts();
    return l;
}

TEST(finish, runs_when_nobody_is_left)
{
    life l = with_finish();
    l.at(5s).exits(100, 1).alone();
    EXPECT_EQ(l.acts(), "finish after 1, until 5500 ms");
    EXPECT_EQ(l.phase(), "finishing");
}

TEST(finish, does_not_run_while_survivors_live)
{
    life l = with_finish();
    l.at(5s).exits(100, 1).sees({103});
    EXPECT_EQ(l.acts(), "rest");
}

TEST(finish, is_tried_again_where_there_was_no_room)
{
    life l = with_finish();
    l.refusals = 2;
    l.at(5s).exits(100, 1).alone();
    EXPECT_EQ(l.acts(), "no finish, until 6000 ms");
    EXPECT_EQ(l.phase(), "finishing");
    l.at(6s);
    EXPECT_EQ(l.acts(), "no finish, until 7000 ms");
    l.at(7s);
    EXPECT_EQ(l.acts(), "finish after 1, until 7500 ms");
}

TEST(finish, is_tried_no_longer_than_it_might_run)
{
    life l = with_finish({.finish_timeout = 2s});
    l.refusals = 100;
    l.at(5s).exits(100, 1).alone();
    EXPECT_EQ(l.acts(), "no finish, until 6000 ms");
    l.at(6s);
    EXPECT_EQ(l.acts(), "no finish, until 7000 ms");
    l.at(7s);
    EXPECT_EQ(l.acts(), "no finish, start, until 7500 ms");
    EXPECT_EQ(l.phase(), "up");
}

TEST(finish, is_followed_by_the_next_start)
{
    life l = finishing();
    l.at(6s).exits(150, 0).alone();
    EXPECT_EQ(l.acts(), "start, until 6500 ms");
}

TEST(finish, is_over_when_all_of_it_is)
{
    life l = finishing();
    l.at(6s).exits(150, 0).sees({151}, 100'550);
    EXPECT_EQ(l.acts(), "until 6500 ms");
    EXPECT_EQ(l.phase(), "finishing");
    l.at(7s).exits(151, 0).alone();
    EXPECT_EQ(l.acts(), "start, until 7500 ms");
}

TEST(finish, is_killed_when_it_takes_too_long)
{
    life l = finishing({.finish_timeout = 3s});
    l.at(5500ms).sees({150, 151}, 100'500);
    EXPECT_EQ(l.acts(), "until 8000 ms");
    l.at(8s).sees({150, 151}, 100'500);
    EXPECT_EQ(l.acts(), "finish killed, KILL to 150, KILL to 151, until 10000 ms");
}

TEST(finish, does_not_delay_a_start_twice)
{
    life l = plain();
    l.has_finish = true;
    l.at(600ms).exits(100, 1).alone().acts();
    l.at(700ms).exits(150, 0).alone();
    EXPECT_EQ(l.acts(), "until 1000 ms");
}

TEST(finish, runs_after_a_stop_too)
{
    life l = with_finish();
    l.at(5s).hears("d").acts();
    l.is_killed(100, SIGTERM).alone();
    EXPECT_EQ(l.acts(), "finish after 15, until 5500 ms");
    l.at(6s).exits(150, 0).alone();
    EXPECT_EQ(l.acts(), "rest");
    EXPECT_EQ(l.phase(), "down");
}

TEST(finish, runs_before_supervise_leaves)
{
    life l = with_finish();
    l.at(5s).hears("x").acts();
    l.is_killed(100, SIGTERM).alone();
    EXPECT_EQ(l.acts(), "finish after 15, until 5500 ms");
    l.at(6s).exits(150, 0).alone();
    EXPECT_EQ(l.acts(), "leave");
}

TEST(finish, is_sent_no_signal_that_is_for_the_service)
{
    life l = finishing();
    EXPECT_EQ(l.hears("thpr").acts(), "until 5500 ms");
}

TEST(finish, is_no_hindrance_to_down)
{
    life l = finishing();
    EXPECT_EQ(l.hears("d").acts(), "until 5500 ms");
    l.at(6s).exits(150, 0).alone();
    EXPECT_EQ(l.acts(), "rest");
}

TEST(finish, is_followed_by_the_start_that_was_told_meanwhile)
{
    life l = finishing();
    l.hears("do").acts();
    l.at(6s).exits(150, 0).alone();
    EXPECT_EQ(l.acts(), "start, until 6500 ms");
}

TEST(finish, is_told_111_where_run_could_not_be_executed)
{
    life l;
    l.has_finish = true;
    l.it.refused(l.now, true);
    EXPECT_EQ(l.acts(), "finish after 111, until 500 ms");
}

TEST(finish, is_not_told_of_a_refused_fork)
{
    life l;
    l.has_finish = true;
    l.it.refused(l.now);
    EXPECT_EQ(l.acts(), "until 1000 ms");
}

TEST(finish, shows_its_pids_as_attendants)
{
    life l = finishing();
    EXPECT_EQ(l.report().attendants, std::vector{pid{150}});
    EXPECT_TRUE(l.report().kin.empty());
    EXPECT_FALSE(l.report().main);
    EXPECT_EQ(l.report().shown(), pid{150});
}

TEST(finish, leaves_the_last_death_as_it_is)
{
    life l = finishing();
    l.at(6s).exits(150, 3).alone().acts();
    EXPECT_EQ(l.report().last->of, (death{{100}, manner::exited, 1}));
}

TEST(finish, says_never_again_by_125)
{
    life l = finishing();
    l.at(6s).exits(150, 125).alone();
    EXPECT_EQ(l.acts(), "rest");
    EXPECT_EQ(l.phase(), "failed");
}

// Failed for good.

TEST(failed, is_a_service_that_exits_100)
{
    life l = plain();
    l.at(5s).exits(100, 100).alone();
    EXPECT_EQ(l.acts(), "rest");
    EXPECT_EQ(l.phase(), "failed");
}

TEST(failed, is_started_again_when_told)
{
    life l = plain();
    l.at(5s).exits(100, 100).alone().acts();
    EXPECT_EQ(l.hears("u").acts(), "start, until 5500 ms");
}

TEST(failed, is_started_once_when_told)
{
    life l = plain();
    l.at(5s).exits(100, 100).alone().acts();
    EXPECT_EQ(l.hears("o").acts(), "start, until 5500 ms");
}

TEST(failed, is_down_when_it_is_told_to_be)
{
    life l = plain();
    l.at(5s).exits(100, 100).alone().acts();
    l.hears("d");
    EXPECT_EQ(l.phase(), "down");
}

TEST(failed, is_no_service_that_is_to_be_down)
{
    life l = plain();
    l.at(5s).hears("d").acts();
    l.exits(100, 100).alone();
    EXPECT_EQ(l.phase(), "down");
}

TEST(failed, is_what_has_died_too_often)
{
    life l = plain({.give_up_count = 3, .give_up_within = 10s});
    l.at(1s).exits(100, 1).alone().acts();
    l.at(2s).exits(200, 1).alone().acts();
    l.at(3s).exits(300, 1).alone();
    EXPECT_EQ(l.acts(), "rest");
    EXPECT_EQ(l.phase(), "failed");
}

TEST(failed, is_not_what_dies_now_and_then)
{
    life l = plain({.give_up_count = 3, .give_up_within = 10s});
    l.at(1s).exits(100, 1).alone().acts();
    l.at(2s).exits(200, 1).alone().acts();
    l.at(11s).exits(300, 1).alone();
    EXPECT_EQ(l.acts(), "start, until 11500 ms");
}

TEST(failed, begins_to_count_anew_when_told_up)
{
    life l = plain({.give_up_count = 2, .give_up_within = 10s});
    l.at(1s).exits(100, 1).alone().acts();
    l.at(2s).exits(200, 1).alone().acts();
    l.hears("u").acts();
    l.at(3s).exits(300, 1).alone();
    EXPECT_EQ(l.acts(), "start, until 3500 ms");
}

// Which deaths are followed by a start.

TEST(restart, never_starts_again_where_it_is_told_so)
{
    life l = plain({.restart = restart::never});
    l.at(5s).exits(100, 1).alone();
    EXPECT_EQ(l.acts(), "rest");
    EXPECT_EQ(l.phase(), "down");
    EXPECT_EQ(l.report().want, want::down);
}

TEST(restart, starts_again_after_a_failure_only)
{
    life l = plain({.restart = restart::failure});
    l.at(5s).exits(100, 1).alone();
    EXPECT_EQ(l.acts(), "start, until 5500 ms");
    l.at(9s).exits(200, 0).alone();
    EXPECT_EQ(l.acts(), "rest");
}

TEST(restart, can_be_told_up_after_it_has_ended_well)
{
    life l = plain({.restart = restart::failure});
    l.at(5s).exits(100, 0).alone().acts();
    EXPECT_EQ(l.hears("u").acts(), "start, until 5500 ms");
}

// The delay that grows.

TEST(restart, waits_longer_each_time)
{
    life l = plain({.max_delay = 5s, .delay_factor = 200});
    l.at(600ms).exits(100, 1).alone();
    EXPECT_EQ(l.acts(), "until 1000 ms");
    l.at(1s).acts();
    l.at(1100ms).exits(200, 1).alone();
    EXPECT_EQ(l.acts(), "until 3000 ms");
    l.at(3s).acts();
    l.at(3100ms).exits(300, 1).alone();
    EXPECT_EQ(l.acts(), "until 7000 ms");
    l.at(7s).acts();
    l.at(7100ms).exits(400, 1).alone();
    EXPECT_EQ(l.acts(), "until 12000 ms");
}

TEST(restart, waits_no_longer_after_a_healthy_life)
{
    life l = plain({.healthy_after = 20s, .delay_factor = 200});
    l.at(600ms).exits(100, 1).alone().acts();
    l.at(1s).acts();
    l.at(21s).exits(200, 1).alone();
    EXPECT_EQ(l.acts(), "start, until 21500 ms");
    l.at(21600ms).exits(300, 1).alone();
    EXPECT_EQ(l.acts(), "until 23000 ms");
}

} // namespace
} // namespace foster
