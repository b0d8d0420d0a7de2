// svctl why.
#include "svctl/text/why_story.h"

#include <gtest/gtest.h>

#include "t/unit/shown.h"

namespace foster {
namespace {

using texts = std::vector<std::string>;

TEST(story, tells_of_a_service_that_is_well)
{
    EXPECT_EQ(
        story_of(up_since_three_seconds(7), {}, noon),
        (texts{"The service has been up for 3s, with pid 7 as its main process.",
               "No main process of the service has died.",
               "The service has been started once since its first supervisor began.",
               "Next: when all processes of the service are dead, supervise starts the "
               "service again, at the earliest 1s after the last start."}));
}

TEST(story, tells_of_one_that_waits_for_its_next_start)
{
    EXPECT_EQ(
        story_of(waiting_for_a_second(), {}, noon),
        (texts{"The service is dead and waits for its next start.",
               "The last main process, pid 42, exited 1, 12s ago.",
               "The service has been started 2 times since its first supervisor began.",
               "Next: supervise starts the service in 1s (svctl up does not wait)."}));
}

TEST(story, tells_of_the_deaths_before_the_last)
{
    auto s = waiting_for_a_second();
    s.earlier = {{{{41}, manner::exited, 2}, noon - 1min},
                 {{{40}, manner::signalled, SIGKILL}, noon - 1h}};
    EXPECT_EQ(story_of(s, {}, noon)[1],
              "The last main process, pid 42, exited 1, 12s ago. Before that: exit 2, 1m "
              "00s ago; signal 9 (KILL), 1h 00m ago.");
}

TEST(story, tells_what_an_end_commonly_means)
{
    auto s = waiting_for_a_second();
    s.last->of.status = 127;
    EXPECT_EQ(story_of(s, {}, noon)[1],
              "The last main process, pid 42, exited 127, 12s ago: a shell exits 127 if "
              "it does not find a program.");
    s.last->of = {{42}, manner::signalled, SIGKILL};
    EXPECT_EQ(
        story_of(s, {}, noon)[1],
        "The last main process, pid 42, was killed by signal 9 (KILL) 12s ago: another "
        "process sent it, not supervise, and the kernel has counted no OOM kill.");
    s.last->of.oom = oom_kill::perhaps;
    EXPECT_EQ(
        story_of(s, {}, noon)[1],
        "The last main process, pid 42, was killed by signal 9 (KILL) 12s ago: perhaps "
        "the OOM killer of the kernel sent it: its count has grown (see dmesg).");
    s.last->of.oom = oom_kill::yes;
    EXPECT_EQ(
        story_of(s, {}, noon)[1],
        "The last main process, pid 42, was killed by signal 9 (KILL) 12s ago: since the "
        "service started, the OOM killer of the kernel has killed in its control group.");
    s.last->of = {{42}, manner::unknown, 0};
    EXPECT_EQ(story_of(s, {}, noon)[1],
              "The last main process, pid 42, died in an unknown way 12s ago.");
}

TEST(story, tells_who_lives_on_and_what_becomes_of_them)
{
    auto s = waiting_for_a_second();
    s.phase = phase::degraded;
    s.kin = {{{50}, 1, came::adopted}, {{51}, 1, came::adopted}};
    EXPECT_EQ(story_of(s, {}, noon)[0],
              "The service has been degraded for 0s: its main process is dead, and 2 "
              "processes are still alive: pids 50 51.");
    EXPECT_EQ(
        story_of(s, {}, noon)[3],
        "Next: when the remaining processes are dead, supervise starts the service "
        "again, at the earliest 1s after the last start (svctl restart does not wait).");
    EXPECT_EQ(story_of(s, {.end_survivors = true}, noon)[3].substr(0, 35),
              "Next: supervise stops the remaining");
}

TEST(story, tells_by_which_settings_it_goes_on)
{
    settings told;
    told.delay = 250ms;
    told.delay_factor = 200;
    told.restart = restart::failure;
    told.give_up_count = 5;
    EXPECT_EQ(story_of(up_since_three_seconds(7), told, noon)[3],
              "Next: when all processes of the service are dead, unless the main process "
              "exited 0, supervise starts the service again, at the earliest 250ms after "
              "the last start (longer after each death, until the service stays up), and "
              "gives up after 5 deaths within 1m 00s.");
    told.restart = restart::never;
    EXPECT_EQ(story_of(up_since_three_seconds(7), told, noon)[3],
              "Next: when all processes of the service are dead, supervise does not "
              "start the service again.");
}

TEST(story, tells_of_one_that_has_failed)
{
    auto s = waiting_for_a_second();
    s.phase = phase::failed;
    EXPECT_EQ(story_of(s, {.give_up_count = 3}, noon)[0],
              "The service has failed and has been down for 0s. supervise has given up "
              "after 3 deaths within 1m 00s (restart.give-up).");
    s.last->of.status = 100;
    EXPECT_EQ(story_of(s, {}, noon)[0],
              "The service has failed and has been down for 0s. Exit code 100 means that "
              "the service is not started again.");
    EXPECT_EQ(story_of(s, {}, noon)[3],
              "Next: nothing. Fix the cause, then start the service with svctl up.");
}

TEST(story, names_the_deeds_of_supervise_as_causes)
{
    auto s = waiting_for_a_second();
    s.last->of = {{42}, manner::signalled, SIGABRT};
    s.last_act = act{deed::watchdog, SIGABRT, true, noon - 13s};
    EXPECT_EQ(story_of(s, {}, noon)[1],
              "The last main process, pid 42, was killed by signal 6 (ABRT) 12s ago: "
              "supervise sent ABRT because the service sent no watchdog message in time "
              "([ready] watchdog).");
    s.last_act = act{deed::stop, SIGKILL, true, noon - 13s};
    s.last->of.status = SIGKILL;
    EXPECT_EQ(story_of(s, {}, noon)[1],
              "The last main process, pid 42, was killed by signal 9 (KILL) 12s ago: "
              "supervise stopped the service on request, and sent KILL after [stop] "
              "timeout and kill-timeout.");
}

TEST(story, takes_an_act_for_the_cause_of_the_next_death_only)
{
    auto s = waiting_for_a_second();
    s.earlier = {{{{41}, manner::exited, 0}, noon - 1min}};
    s.last_act = act{deed::stop, SIGTERM, false, noon - 61s}; // this stop ended that life
    EXPECT_EQ(story_of(s, {}, noon)[1], "The last main process, pid 42, exited 1, 12s "
                                        "ago. Before that: exit 0, 1m 00s ago.");
    EXPECT_EQ(story_of(s, {}, noon)[2], "Last action of supervise, 1m 01s ago: supervise "
                                        "stopped the service on request.");
    s.earlier = {};
    s.last->of = {{42}, manner::signalled, SIGKILL};
    s.last_act = act{deed::signal, SIGHUP, true, noon - 13s}; // that is no KILL
    EXPECT_EQ(
        story_of(s, {}, noon)[1].substr(0, 78),
        "The last main process, pid 42, was killed by signal 9 (KILL) 12s ago: another ");
}

TEST(story, tells_the_last_complaint_unless_it_is_over)
{
    auto s = waiting_for_a_second();
    const complaint c{.when = noon - 2s, .text = "unable to start ./run: ..."};
    EXPECT_EQ(story_of(s, {}, noon, c)[2],
              "Last complaint, 2s ago: unable to start ./run: ....");
    const auto up = up_since_three_seconds(7);
    complaint other{.when = noon - 4s, .text = "unable to"};
    EXPECT_EQ(story_of(up, {}, noon, other).size(), 4U);
    other.when = noon - 2s;
    EXPECT_EQ(story_of(up, {}, noon, other)[2], "Last complaint, 2s ago: unable to.");
}

TEST(story, tells_of_one_that_was_never_started)
{
    status s;
    s.since = noon - 60s;
    EXPECT_EQ(story_of(s, {}, noon),
              (texts{"The service has been down for 1m 00s, as wanted.",
                     "The service has never been started.",
                     "Next: nothing. Start the service with svctl up."}));
}

} // namespace
} // namespace foster
