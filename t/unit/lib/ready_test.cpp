// Readiness, and the fate of a service that is not ready in time.
#include <gtest/gtest.h>

#include "t/unit/life.h"

namespace foster {
namespace {

TEST(ready, is_said_on_the_descriptor)
{
    life l = plain({.ready = readiness::fd});
    EXPECT_FALSE(l.report().ready);
    l.it.noticed({.ready = true}, {}, l.now.at);
    EXPECT_TRUE(l.report().ready);
}

TEST(ready, is_not_for_the_next_life)
{
    life l = plain({.ready = readiness::fd});
    l.it.noticed({.ready = true}, {}, l.now.at);
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
    l.it.noticed({.ready = true}, {}, l.now.at);
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

// sd_notify(3).

TEST(ready, is_believed_of_kin_only)
{
    life l = plain({.ready = readiness::notify});
    l.it.noticed({.from = {7}, .ready = true}, {101}, l.now.at);
    EXPECT_FALSE(l.report().ready);
    l.it.noticed({.from = {7}, .ready = true}, {100}, l.now.at);
    EXPECT_TRUE(l.report().ready);
}

TEST(notices, are_shown_while_it_lives)
{
    life l = plain({.ready = readiness::notify});
    l.it.noticed({.from = {7}, .says = "stranger"}, {101}, l.now.at);
    EXPECT_EQ(l.report().says, "");
    l.it.noticed({.from = {7}, .says = "idle"}, {100}, l.now.at);
    l.it.noticed({.from = {7}, .ready = true}, {100}, l.now.at);
    EXPECT_EQ(l.report().says, "idle");
    l.is_killed(100, 9).alone();
    EXPECT_EQ(l.report().says, "");
    l.it.spawned({102}, l.now);
    EXPECT_EQ(l.report().says, "");
}

TEST(ready, is_nobody_who_reloads)
{
    life l = plain({.ready = readiness::notify});
    l.it.noticed({.ready = true}, {100}, l.now.at);
    l.it.noticed({.ready = false}, {100}, l.now.at);
    EXPECT_FALSE(l.report().ready);
}

TEST(ready, may_be_later_for_who_asks)
{
    life l{want::up, {.ready = readiness::notify, .ready_timeout = 3s}};
    l.acts();
    l.at(2s).sees({100}).it.noticed({.more_time = 5s}, {100}, l.now.at);
    EXPECT_EQ(l.acts(), "until 7000 ms");
}

TEST(ready, gives_a_stop_more_time_that_asks_for_it)
{
    life l = plain({.ready = readiness::notify});
    l.at(2s).hears("d").acts();
    l.at(3s).it.noticed({.more_time = 9s}, {100}, l.now.at);
    EXPECT_EQ(l.acts(), "until 12000 ms");
}

life watched()
{
    life l = plain({.ready = readiness::notify, .watchdog = 2s});
    return l.at(1s).says({.ready = true});
}

life woken()
{
    life l = watched();
    l.it.woken(l.now);
    return l;
}

TEST(watchdog, waits_for_a_sign_of_life)
{
    life l = watched();
    EXPECT_EQ(l.acts(), "until 3000 ms");
    l.at(2s).it.noticed({.lives = true}, {100}, l.now.at);
    EXPECT_EQ(l.acts(), "until 4000 ms");
}

TEST(watchdog, does_not_wait_before_it_is_ready)
{
    EXPECT_EQ(plain({.ready = readiness::notify, .watchdog = 2s}).acts(), "rest");
}

TEST(watchdog, waits_for_nothing_that_cannot_be_said)
{
    for (const auto how : {readiness::settled, readiness::spawned, readiness::fd}) {
        life l = plain({.ready = how, .watchdog = 2s});
        l.at(1s).says({.ready = true});
        EXPECT_EQ(l.sees({100}).acts(), "rest");
    }
}

TEST(watchdog, stops_who_is_silent_and_starts_it_again)
{
    life l = watched();
    l.acts();
    EXPECT_EQ(l.at(3s).sees({100}).acts(),
              "silent, signal 6 to 100, CONT to 100, until 8000 ms");
    EXPECT_EQ(l.at(8s).sees({100}).acts(),
              "cut, TERM to 100, CONT to 100, until 10000 ms");
    EXPECT_EQ(l.is_killed(100, SIGABRT).alone().acts(), "start, until 8500 ms");
}

TEST(watchdog, is_triggered)
{
    life l = watched();
    l.acts();
    l.at(2s).says({.fails = true});
    EXPECT_EQ(l.acts(), "silent, signal 6 to 100, CONT to 100, until 7000 ms");
}

// A turn reads the notices that wait after its look.
TEST(watchdog, hears_first)
{
    life l = watched();
    l.acts();
    l.at(3s).it.seen(std::vector<child>{{.who = {100}}}, l.now);
    EXPECT_EQ(l.says({.lives = true}).acts(), "until 5000 ms");
}

TEST(ready, in_time_is_heard_before_it_is_late)
{
    life l{want::up, {.ready = readiness::notify, .ready_timeout = 3s}};
    l.acts();
    l.at(3s).it.seen(std::vector<child>{{.who = {100}}}, l.now);
    EXPECT_EQ(l.says({.ready = true}).acts(), "rest");
}

// SIGSTOP to supervise, or a cgroup that is frozen.
TEST(watchdog, does_not_count_time_in_which_we_did_not_run)
{
    life l = woken();
    EXPECT_EQ(l.acts(), "until 1500 ms");
    l.at(9s).it.woken(l.now);
    EXPECT_EQ(l.sees({100}).acts(), "until 9500 ms");
    for (const auto time : {9500ms, 10000ms, 10500ms, 10999ms}) {
        l.at(time).it.woken(l.now);
        l.sees({100});
    }
    EXPECT_EQ(l.acts(), "until 11000 ms");
    l.at(11s).it.woken(l.now);
    EXPECT_EQ(l.sees({100}).acts(),
              "silent, signal 6 to 100, CONT to 100, until 16000 ms");
}

TEST(watchdog, counts_the_time_of_a_busy_machine)
{
    life l = woken();
    for (const auto time : {1700ms, 2400ms, 3100ms}) {
        l.acts();
        l.at(time).it.woken(l.now);
        l.sees({100});
    }
    EXPECT_EQ(l.acts(), "silent, signal 6 to 100, CONT to 100, until 8100 ms");
}

// When the machine resumes, another event than a deadline may wake supervise.
TEST(watchdog, does_not_count_the_sleep_of_the_machine)
{
    life l = woken();
    l.at(1300ms).now.slept = 250ms;
    l.it.woken(l.now);
    l.sees({100});
    l.at(1800ms).now.slept = 250ms;
    l.it.woken(l.now);
    l.sees({100});
    l.at(3249ms).now.slept = 250ms;
    EXPECT_EQ(l.acts(), "until 2300 ms");
    l.sees({100});
    EXPECT_EQ(l.acts(), "until 2300 ms");
    l.at(3250ms).now.slept = 250ms;
    EXPECT_EQ(l.sees({100}).acts(),
              "silent, signal 6 to 100, CONT to 100, until 8250 ms");
}

TEST(ready, is_not_late_by_time_in_which_we_did_not_run)
{
    life l{want::up, {.ready = readiness::notify, .ready_timeout = 4s}};
    l.it.woken(l.now);
    EXPECT_EQ(l.acts(), "start, until 500 ms");
    l.at(500ms).it.woken(l.now);
    EXPECT_EQ(l.sees({100}).acts(), "until 1500 ms");
    l.at(9s).it.woken(l.now);
    EXPECT_EQ(l.sees({100}).acts(), "until 10000 ms");
    l.at(12499ms);
    EXPECT_EQ(l.sees({100}).acts(), "until 10000 ms");
    l.at(12500ms);
    EXPECT_EQ(l.sees({100}).acts(), "late, TERM to 100, CONT to 100, until 17500 ms");
}

TEST(ready, has_no_deadline_that_a_turn_is_remembered_for)
{
    life l = watched();
    const auto before = l.it;
    l.it.woken(l.now);
    l.it.turned();
    EXPECT_NE(l.it, before);
    life rests = plain();
    const auto then = rests.it;
    rests.it.woken(rests.now);
    rests.it.turned();
    EXPECT_EQ(rests.it, then);
}

TEST(watchdog, waits_a_second_at_most_for_notices_that_are_not_read)
{
    life l = watched();
    l.at(3999ms).it.heard(l.now.at, false);
    EXPECT_EQ(l.acts(), "until 3000 ms");
    l.at(4s).it.heard(l.now.at, false);
    EXPECT_EQ(l.acts(), "silent, signal 6 to 100, CONT to 100, until 9000 ms");
}

TEST(watchdog, is_a_failure)
{
    life l =
        plain({.restart = restart::failure, .ready = readiness::notify, .watchdog = 2s});
    l.at(1s).it.noticed({.ready = true}, {100}, l.now.at);
    l.acts();
    l.at(3s).sees({100}).acts();
    EXPECT_EQ(l.exits(100, 0).alone().acts(), "start, until 3500 ms");
}

} // namespace
} // namespace foster
