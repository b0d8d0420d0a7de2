// svctl why.
#include "svctl/story.h"

#include <gtest/gtest.h>

#include "t/lib/shown.h"

namespace foster {
namespace {

using texts = std::vector<std::string>;

TEST(story, tells_of_a_service_that_is_well)
{
    EXPECT_EQ(story_of(up_since_three_seconds(7), {}, noon),
              (texts{"It has been up for 3s, with pid 7 as its main.",
                     "No main of it has died.",
                     "It has been started once since its first supervise.",
                     "When it dies, with all that belongs to it, it is started again, at "
                     "the earliest 1s after its last start."}));
}

TEST(story, tells_of_one_that_waits_for_its_next_start)
{
    EXPECT_EQ(story_of(waiting_for_a_second(), {}, noon),
              (texts{"It is dead, and waits for its next start.",
                     "Its last main, pid 42, exited 1, 12s ago.",
                     "It has been started 2 times since its first supervise.",
                     "Next: it is started in 1s (svctl up does not wait for that)."}));
}

TEST(story, tells_of_the_deaths_before_the_last)
{
    auto s = waiting_for_a_second();
    s.earlier = {{{{41}, manner::exited, 2}, noon - 1min},
                 {{{40}, manner::signalled, SIGKILL}, noon - 1h}};
    EXPECT_EQ(
        story_of(s, {}, noon)[1],
        "Its last main, pid 42, exited 1, 12s ago. Before that: exit 2, 1m 00s ago; "
        "signal 9 (KILL), 1h 00m ago.");
}

TEST(story, tells_what_an_end_commonly_means)
{
    auto s = waiting_for_a_second();
    s.last->of.status = 127;
    EXPECT_EQ(story_of(s, {}, noon)[1],
              "Its last main, pid 42, exited 127, 12s ago: 127 is what a shell says of a "
              "program that it does not find.");
    s.last->of = {{42}, manner::signalled, SIGKILL};
    EXPECT_EQ(
        story_of(s, {}, noon)[1],
        "Its last main, pid 42, was killed by signal 9 (KILL) 12s ago: another process "
        "sent it, not supervise, and the kernel has counted no OOM kill.");
    s.last->of.oom = oom_kill::perhaps;
    EXPECT_EQ(story_of(s, {}, noon)[1],
              "Its last main, pid 42, was killed by signal 9 (KILL) 12s ago: perhaps the "
              "kernel's OOM killer sent it: its count has grown (see dmesg).");
    s.last->of.oom = oom_kill::yes;
    EXPECT_EQ(
        story_of(s, {}, noon)[1],
        "Its last main, pid 42, was killed by signal 9 (KILL) 12s ago: the kernel's "
        "OOM killer sent it, since the control group was out of memory.");
    s.last->of = {{42}, manner::unknown, 0};
    EXPECT_EQ(story_of(s, {}, noon)[1],
              "Its last main, pid 42, died, and nobody saw how 12s ago.");
}

TEST(story, tells_who_lives_on_and_what_becomes_of_them)
{
    auto s = waiting_for_a_second();
    s.phase = phase::degraded;
    s.kin = {{{50}, 1, came::adopted}, {{51}, 1, came::adopted}};
    EXPECT_EQ(story_of(s, {}, noon)[0],
              "It has been degraded for 0s: its main is dead, and 2 processes of it live "
              "on: pids 50 51.");
    EXPECT_EQ(
        story_of(s, {}, noon)[3],
        "Next: when the last of those has died, it is started again, at the earliest "
        "1s after its last start (svctl restart does not wait for that).");
    EXPECT_EQ(story_of(s, {.end_survivors = true}, noon)[3].substr(0, 35),
              "Next: those are stopped, and then i");
}

TEST(story, tells_by_which_settings_it_goes_on)
{
    settings told;
    told.delay = 250ms;
    told.delay_factor = 200;
    told.restart = restart::failure;
    told.give_up_count = 5;
    EXPECT_EQ(
        story_of(up_since_three_seconds(7), told, noon)[3],
        "When it dies, with all that belongs to it, other than by exit 0, it is "
        "started again, at the earliest 250ms after its last start (longer each time, "
        "until it lives on), and given up after 5 deaths within 1m 00s.");
    told.restart = restart::never;
    EXPECT_EQ(story_of(up_since_three_seconds(7), told, noon)[3],
              "When it dies, with all that belongs to it, it is not started again.");
}

TEST(story, tells_of_one_that_has_failed)
{
    auto s = waiting_for_a_second();
    s.phase = phase::failed;
    EXPECT_EQ(story_of(s, {.give_up_count = 3}, noon)[0],
              "It has failed, and has been down for 0s. supervise has given up after 3 "
              "deaths within 1m 00s (restart.give-up).");
    s.last->of.status = 100;
    EXPECT_EQ(story_of(s, {}, noon)[0],
              "It has failed, and has been down for 0s. Exit code 100 means that it is "
              "not started again.");
    EXPECT_EQ(story_of(s, {}, noon)[3],
              "Next: nothing, until somebody has mended it; then svctl up starts it.");
}

TEST(story, names_the_deeds_of_supervise_as_causes)
{
    auto s = waiting_for_a_second();
    s.last->of = {{42}, manner::signalled, SIGABRT};
    s.last_act = act{deed::watchdog, SIGABRT, noon - 13s};
    EXPECT_EQ(story_of(s, {}, noon)[1],
              "Its last main, pid 42, was killed by signal 6 (ABRT) 12s ago: it was "
              "silent for too long ([ready] watchdog), so supervise sent ABRT.");
    s.last_act = act{deed::stop, SIGKILL, noon - 13s};
    s.last->of.status = SIGKILL;
    EXPECT_EQ(story_of(s, {}, noon)[1],
              "Its last main, pid 42, was killed by signal 9 (KILL) 12s ago: supervise "
              "was told to stop it, and sent KILL after [stop] timeout and kin-timeout.");
}

TEST(story, takes_an_act_for_the_cause_of_the_next_death_only)
{
    auto s = waiting_for_a_second();
    s.earlier = {{{{41}, manner::exited, 0}, noon - 1min}};
    s.last_act = act{deed::stop, SIGTERM, noon - 61s}; // this stop ended that life
    EXPECT_EQ(story_of(s, {}, noon)[1],
              "Its last main, pid 42, exited 1, 12s ago. Before that: exit 0, 1m 00s "
              "ago.");
    EXPECT_EQ(story_of(s, {}, noon)[2],
              "Last act of supervise, 1m 01s ago: supervise was told to stop it.");
    s.earlier = {};
    s.last->of = {{42}, manner::signalled, SIGKILL};
    s.last_act = act{deed::signal, SIGHUP, noon - 13s}; // that is no KILL
    EXPECT_EQ(story_of(s, {}, noon)[1].substr(0, 70),
              "Its last main, pid 42, was killed by signal 9 (KILL) 12s ago: another ");
}

TEST(story, tells_the_last_complaint_unless_it_is_over)
{
    auto s = waiting_for_a_second();
    s.complaint = complaint{.when = noon - 2s, .text = "unable to start ./run: ..."};
    EXPECT_EQ(story_of(s, {}, noon)[2],
              "Last complaint, 2s ago: unable to start ./run: ....");
    auto up = up_since_three_seconds(7);
    up.complaint = complaint{.when = noon - 4s, .text = "unable to"};
    EXPECT_EQ(story_of(up, {}, noon).size(), 4U);
    up.complaint->when = noon - 2s;
    EXPECT_EQ(story_of(up, {}, noon)[2], "Last complaint, 2s ago: unable to.");
}

TEST(story, tells_of_one_that_was_never_started)
{
    status s;
    s.since = noon - 60s;
    EXPECT_EQ(
        story_of(s, {}, noon),
        (texts{"It has been down for 1m 00s, as it is wanted.",
               "It has never been started.", "Next: nothing; svctl up starts it."}));
}

} // namespace
} // namespace foster
