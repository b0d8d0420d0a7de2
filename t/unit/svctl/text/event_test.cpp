// The events that svctl prints for two looks at a service.
#include "svctl/text/event.h"

#include <gtest/gtest.h>

#include "t/unit/shown.h"

namespace foster {

namespace {

using words = std::vector<std::string>;

words told(const std::optional<status>& before, const std::optional<status>& now)
{
    words all;
    for (const auto& e : events_between(before, now, noon))
        all.push_back(std::string{e.what} + ": " + e.text);
    return all;
}

const auto up = up_since_three_seconds(7);

} // namespace

TEST(event, tells_nothing_where_nothing_has_become)
{
    EXPECT_EQ(told(up, up), words{});
    EXPECT_EQ(told({}, {}), words{});
}

TEST(event, tells_nothing_of_what_only_the_list_of_processes_shows)
{
    auto more = up;
    more.kin.push_back({{8}, 2, came::adopted});
    EXPECT_EQ(told(up, more), words{});
}

TEST(event, tells_who_comes_to_be_supervised_and_who_is_no_more)
{
    EXPECT_EQ(told({}, up), words{"supervised: supervised: up, pid 7"});
    EXPECT_EQ(told(up, {}), words{"unsupervised: not supervised any more"});
}

TEST(event, tells_a_death_and_what_is_next)
{
    auto dead = waiting_for_a_second();
    dead.starts = up.starts;
    EXPECT_EQ(told(up, dead), (words{"died: its main process, pid 42, is dead: exit 1",
                                     "waiting: down (wanted up, next try in 1s)"}));
}

TEST(event, tells_a_start_after_the_death_that_it_follows)
{
    auto again = up;
    again.main = {8};
    again.kin = {{{8}, 2, came::spawned}};
    again.starts = 2;
    again.last = last_death{{{7}, manner::signalled, 9}, noon - 1s};
    EXPECT_EQ(told(up, again),
              (words{"died: its main process, pid 7, is dead: signal 9 (KILL)",
                     "started: started, pid 8"}));
}

TEST(event, tells_lives_that_nobody_saw_before_the_last_death)
{
    auto s = waiting_for_a_second();
    s.starts = 4;
    EXPECT_EQ(told(up, s), (words{"started: started 3 times",
                                  "died: its main process, pid 42, is dead: exit 1",
                                  "waiting: down (wanted up, next try in 1s)"}));
}

TEST(event, tells_of_a_start_not_that_it_is_starting)
{
    status down;
    down.since = noon - 9s;
    auto s = up;
    s.phase = phase::starting;
    s.want = want::down;
    EXPECT_EQ(told(down, s), words{"started: started, pid 7"});
}

TEST(event, tells_readiness_where_the_phase_is_the_same)
{
    auto s = up;
    s.ready = false;
    EXPECT_EQ(told(s, up), words{"ready: ready"});
    EXPECT_EQ(told(up, s), words{"unready: not ready"});
    auto starting = s;
    starting.phase = phase::starting;
    EXPECT_EQ(told(starting, s), words{"up: up, not ready, pid 7"});
}

TEST(event, tells_who_lives_on_without_a_main)
{
    auto s = up;
    s.phase = phase::degraded;
    s.main = {};
    s.kin = {{{8}, 2, came::adopted}, {{9}, 2, came::adopted}};
    s.last = last_death{{{7}, manner::exited, 0}, noon};
    EXPECT_EQ(told(up, s), (words{"died: its main process, pid 7, is dead: exit 0",
                                  "degraded: degraded: its main process is dead, and "
                                  "pids 8 9 are still alive"}));
}

TEST(event, tells_what_was_wanted_paused_said_upgraded_and_killed)
{
    auto s = up;
    s.want = want::down;
    s.paused = true;
    s.says = "at \x1b rest";
    s.renewed = noon;
    s.killed = {{8}, {9}};
    EXPECT_EQ(told(up, s),
              (words{"wanted: wanted down", "killed: these processes were killed: 8 9",
                     "paused: paused", "status-text: says: at ? rest",
                     "upgraded: its supervisor is the installed program now"}));
    EXPECT_EQ(told(s, up), (words{"wanted: wanted up", "continued: continued"}));
}

TEST(event, tells_another_main)
{
    auto s = up;
    s.main = {8};
    EXPECT_EQ(told(up, s), words{"main: its main process is now pid 8 (was pid 7)"});
}

TEST(event, has_the_times_of_the_state)
{
    auto s = waiting_for_a_second();
    s.starts = up.starts;
    const auto all = events_between(up, s, noon + 5s);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].when, noon - 12s);
    EXPECT_EQ(all[1].when, noon);
    s = up;
    s.paused = true;
    EXPECT_EQ(events_between(up, s, noon + 5s)[0].when, noon + 5s);
}

} // namespace foster
