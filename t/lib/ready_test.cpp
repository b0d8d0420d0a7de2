// When a service is ready, and what becomes of one that is not in time.
#include <gtest/gtest.h>

#include "t/lib/life.h"

namespace foster {
namespace {

TEST(ready, is_said_on_the_descriptor)
{
    life l = plain({.ready = readiness::fd});
    EXPECT_FALSE(l.report().ready);
    l.it.said_ready();
    EXPECT_TRUE(l.report().ready);
}

TEST(ready, is_not_for_the_next_life)
{
    life l = plain({.ready = readiness::fd});
    l.it.said_ready();
    l.at(5s).exits(100, 1).alone().acts();
    l.at(6s).sees({200});
    EXPECT_EQ(l.phase(), "up");
    EXPECT_FALSE(l.report().ready);
}

TEST(ready, is_nobody_who_is_being_stopped)
{
    life l = plain({.ready = readiness::spawned});
    EXPECT_TRUE(l.report().ready);
    l.hears("d");
    EXPECT_FALSE(l.report().ready);
}

TEST(ready, is_whoever_was_spawned)
{
    life l{want::up, {.ready = readiness::spawned}};
    l.acts();
    EXPECT_TRUE(l.report().ready);
}

TEST(ready, is_whoever_has_forked_and_settled)
{
    life l{want::up, {.ready = readiness::forked}};
    l.acts();
    l.at(100ms).exits(100, 0).sees({101});
    EXPECT_FALSE(l.report().ready);
    l.at(600ms).sees({101});
    EXPECT_TRUE(l.report().ready);
}

TEST(ready, is_nobody_who_has_not_forked)
{
    EXPECT_FALSE(plain({.ready = readiness::forked}).report().ready);
}

TEST(ready, is_checked_each_second_until_it_is)
{
    life l{want::up, {.ready = readiness::check}};
    l.scripts = "?";
    EXPECT_EQ(l.acts(), "start, check, until 500 ms");
    EXPECT_EQ(l.at(500ms).exits(901, 1).sees({100}).acts(), "until 1000 ms");
    EXPECT_EQ(l.at(1s).sees({100}).acts(), "check, rest");
    EXPECT_EQ(l.at(1500ms).exits(902, 0).sees({100}).acts(), "rest");
    EXPECT_TRUE(l.report().ready);
}

TEST(ready, is_not_by_a_check_of_the_last_life)
{
    life l{want::up, {.ready = readiness::check}};
    l.scripts = "?";
    l.acts();
    l.at(2s).exits(100, 1).sees({901}).acts();
    EXPECT_EQ(l.at(3s).exits(901, 0).sees({200}).acts(), "check, rest");
    EXPECT_FALSE(l.report().ready);
}

TEST(ready, in_time_is_waited_for_no_more)
{
    life l{want::up, {.ready = readiness::fd, .ready_timeout = 3s}};
    l.acts();
    EXPECT_EQ(l.at(1s).sees({100}).acts(), "until 3000 ms");
    l.it.said_ready();
    EXPECT_EQ(l.at(2s).sees({100}).acts(), "rest");
}

TEST(ready, not_in_time_is_stopped_and_started_again)
{
    life l{want::up, {.ready = readiness::fd, .ready_timeout = 3s}};
    l.acts();
    EXPECT_EQ(l.at(3s).sees({100}).acts(),
              "late, TERM to 100, CONT to 100, until 8000 ms");
    EXPECT_EQ(l.exits(100, 0).alone().acts(), "start, until 3500 ms");
}

TEST(ready, not_in_time_is_a_failure)
{
    life l{want::up,
           {.restart = restart::failure, .ready = readiness::fd, .ready_timeout = 3s}};
    l.acts();
    l.at(3s).sees({100}).acts();
    EXPECT_EQ(l.exits(100, 0).alone().acts(), "start, until 3500 ms");
}

TEST(ready, is_not_waited_for_in_a_stop)
{
    life l{want::up, {.ready = readiness::fd, .ready_timeout = 3s}};
    l.acts();
    l.at(2s).hears("d").acts();
    EXPECT_EQ(l.at(4s).sees({100}).acts(), "until 7000 ms");
}

} // namespace
} // namespace foster
