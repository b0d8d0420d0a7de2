// A service that another supervise had: what it does, and what it publishes.
#include <gtest/gtest.h>

#include "lib/predecessor.h"
#include "t/unit/life.h"

namespace foster {
namespace {

status was(phase p, std::initializer_list<int> kin, int main)
{
    status s;
    s.phase = p;
    s.want = want::up;
    s.main = {main};
    s.starts = 3;
    for (const int who : kin) s.kin.push_back({{who}, 99'000, came::adopted});
    return s;
}

life resumed(const status& s, bool anew = false, const settings& how = {})
{
    life l{want::up, how};
    l.it.resumed({.said = s}, life::dawn, anew);
    return l;
}

TEST(resumed, is_up_with_the_same_main)
{
    const auto l = resumed(was(phase::up, {100, 101}, 100));
    const auto said = l.it.report(l.now.at);
    EXPECT_EQ(said.phase, phase::up);
    EXPECT_EQ(said.main, pid{100});
    EXPECT_EQ(said.starts, 3U);
    EXPECT_EQ(said.kin[0].how, came::taken_back);
    EXPECT_EQ(l.it.next(l.now.at), action{rest{}});
}

TEST(resumed, starts_again_when_the_last_of_it_has_died)
{
    auto l = resumed(was(phase::up, {100}, 100));
    l.at(0s).is_killed(100, 9).alone();
    EXPECT_EQ(l.it.report(l.now.at).last->of, (death{{100}, manner::signalled, 9}));
    l.at(1s);
    EXPECT_EQ(l.acts(), "start, until 1500 ms");
}

TEST(resumed, waits_as_long_as_it_would_have)
{
    auto s = was(phase::waiting, {}, 0);
    s.retry = life::dawn.wall + 700ms;
    const auto l = resumed(s);
    EXPECT_EQ(l.it.next(l.now.at), action{hold{l.now.at + 700ms}});
    EXPECT_EQ(l.report().retry, l.now.wall + 700ms);
}

TEST(resumed, does_not_believe_a_clock_that_was_set)
{
    auto s = was(phase::waiting, {}, 0);
    s.retry = life::dawn.wall + 1000h;
    const auto l = resumed(s);
    EXPECT_EQ(l.it.next(l.now.at), action{hold{l.now.at + 61s}});
}

TEST(resumed, does_not_settle_again_by_a_clock_that_was_set_back)
{
    auto s = was(phase::up, {100}, 100);
    s.since = life::dawn.wall + 1000h;
    s.pid_since = s.since;
    life l{want::up, {}};
    l.it.resumed({.said = s}, life::dawn, false, true);
    EXPECT_EQ(l.it.report(l.now.at).phase, phase::up);
}

// With adoption notices, `up` is published at once, or for a main process that was
// quiet for the settle time.
TEST(resumed, settles_again_only_if_it_was_said_to_be_up_at_once)
{
    const auto phase_of = [](nanoseconds said_after) {
        auto s = was(phase::up, {101}, 100);
        s.since = life::dawn.wall - 100ms;
        s.pid_since = s.since - said_after;
        life l{want::up, {}};
        l.it.resumed({.said = s}, life::dawn, false, true);
        return l.it.report(l.now.at).phase;
    };
    EXPECT_EQ(phase_of(0ms), phase::starting);
    EXPECT_EQ(phase_of(499ms), phase::starting);
    EXPECT_EQ(phase_of(500ms), phase::degraded);
}

TEST(resumed, stays_down_and_stays_failed)
{
    auto s = was(phase::down, {}, 0);
    s.want = want::down;
    EXPECT_EQ(resumed(s).it.next(life::dawn.at + 1h), action{rest{}});
    EXPECT_EQ(resumed(was(phase::failed, {}, 0)).it.next(life::dawn.at + 1h),
              action{rest{}});
    EXPECT_EQ(resumed(was(phase::failed, {}, 0)).it.report(life::dawn.at).phase,
              phase::failed);
}

TEST(resumed, begins_a_stop_again)
{
    auto s = was(phase::stopping, {100}, 100);
    s.want = want::down;
    auto l = resumed(s);
    EXPECT_EQ(l.acts(), "TERM to 100, CONT to 100, until 5000 ms");
}

TEST(resumed, is_degraded_where_it_was)
{
    auto s = was(phase::degraded, {101}, 0);
    s.last = last_death{{{100}, manner::exited, 1}, life::dawn.wall};
    const auto l = resumed(s);
    EXPECT_EQ(l.it.report(l.now.at).phase, phase::degraded);
    EXPECT_EQ(l.it.report(l.now.at).last, s.last);
}

TEST(resumed, is_as_ready_as_it_was_and_says_the_same)
{
    auto s = was(phase::up, {100}, 100);
    s.ready = true;
    s.says = "idle";
    const auto l = resumed(s, false, {.ready = readiness::fd});
    EXPECT_TRUE(l.report().ready);
    EXPECT_EQ(l.report().says, "idle");
    EXPECT_FALSE(resumed(s, true, {.ready = readiness::fd}).report().ready);
}

TEST(resumed, elects_a_main_among_those_whom_nobody_knew)
{
    auto l = resumed(was(phase::waiting, {}, 0), true);
    EXPECT_EQ(l.it.report(l.now.at).phase, phase::starting);
    l.at(0s).sees({200});
    l.at(600ms).sees({200});
    const auto said = l.it.report(l.now.at);
    EXPECT_EQ(said.phase, phase::up);
    EXPECT_EQ(said.main, pid{200});
    EXPECT_EQ(said.starts, 4U);
}

TEST(resumed, follows_a_finish_script)
{
    auto s = was(phase::finishing, {}, 0);
    s.attendants = {{300}};
    auto l = resumed(s);
    EXPECT_EQ(l.it.report(l.now.at).phase, phase::finishing);
    l.at(0s).exits(300, 125).alone();
    EXPECT_EQ(l.it.report(l.now.at).phase, phase::failed);
}

life recovered_at(nanoseconds launched, phase p)
{
    auto s = was(p, {100}, 100);
    s.kin[0] = {{100}, 0, came::spawned};
    life l{want::up};
    l.it.resumed({.said = s, .run = {100}, .launched = life::dawn.at - launched},
                 life::dawn);
    return l;
}

// By the time of the recovery, all processes would be older than the launch, and set
// apart.
TEST(resumed, takes_the_time_of_the_launch_from_its_record)
{
    auto l = recovered_at(300ms, phase::starting);
    l.at(0s).sees({100, 101}, 99'980); // 200 ms before dawn
    EXPECT_EQ(l.report().kin.size(), 2U);
    EXPECT_TRUE(l.report().bystanders.empty());
}

TEST(resumed, sets_apart_nobody_where_the_launch_is_not_known)
{
    auto l = resumed(was(phase::waiting, {}, 0), true);
    l.at(0s).sees({200}, 5);
    EXPECT_TRUE(l.report().bystanders.empty());
}

TEST(resumed, sets_apart_whoever_is_older_than_the_launch)
{
    auto l = recovered_at(300ms, phase::starting);
    l.at(0s).sees({100}, 99'980).sees({7}, 99'000);
    EXPECT_EQ(l.report().bystanders, (std::vector<pid>{{7}}));
}

// A run process that waits for its daemon is shown as up after half a second.
TEST(resumed, follows_a_daemon_whose_parent_exits_long_after_the_recovery)
{
    auto l = recovered_at(900ms, phase::up);
    l.at(0s).sees({100}, 99'920);
    EXPECT_EQ(l.phase(), "up");
    l.at(2s).exits(100, 0).sees({101}, 99'921);
    l.at(2600ms).sees({101}, 99'921);
    EXPECT_EQ(l.phase(), "up");
    EXPECT_EQ(l.report().main, pid{101});
}

TEST(resumed, goes_on_knowing_its_bystanders)
{
    auto s = was(phase::waiting, {}, 0);
    s.bystanders = {{8}, {7}};
    auto l = resumed(s);
    EXPECT_EQ(l.phase(), "waiting");
    EXPECT_EQ(l.report().bystanders, (std::vector<pid>{{7}, {8}}));
}

TEST(resumed, knows_a_run_process_that_was_starting)
{
    auto s = was(phase::starting, {100}, 100);
    s.kin[0].how = came::spawned;
    auto l = resumed(s);
    l.at(0s).sees({100, 101}).exits(100, 0).sees({101});
    l.at(600ms).sees({101});
    EXPECT_EQ(l.it.report(l.now.at).main, pid{101});
}

// Returns a service that was ready.  Whether it has sent notices since is unknown.
life was_ready(const settings& how)
{
    auto s = was(phase::up, {100}, 100);
    s.ready = true;
    return resumed(s, false, how);
}

constexpr settings with_watchdog{.ready = readiness::notify, .watchdog = 2s};

TEST(resumed, has_no_watchdog_until_it_is_heard)
{
    auto l = was_ready(with_watchdog);
    EXPECT_EQ(l.sees({100}).acts(), "rest");
    EXPECT_TRUE(l.report().ready);
    EXPECT_EQ(l.at(9s).says({.says = "busy"}).acts(), "until 11000 ms");
    EXPECT_EQ(l.at(11s).sees({100}).acts(),
              "silent, signal 6 to 100, CONT to 100, until 16000 ms");
}

TEST(resumed, has_a_watchdog_again_in_the_next_launch)
{
    auto l = was_ready(with_watchdog);
    l.sees({100}).is_killed(100, 9).alone();
    EXPECT_EQ(l.at(1s).acts(), "start, until 1500 ms");
    l.at(1500ms).sees({100}).says({.ready = true});
    EXPECT_EQ(l.acts(), "until 3500 ms");
}

TEST(resumed, is_not_late_for_what_may_have_been_said_before)
{
    settings how{.ready = readiness::notify, .ready_timeout = 3s};
    auto l = resumed(was(phase::up, {100}, 100), false, how);
    EXPECT_EQ(l.sees({100}).acts(), "rest");
    EXPECT_EQ(l.at(1h).sees({100}).acts(), "rest");
    EXPECT_TRUE(l.says({.ready = true}).report().ready);
}

TEST(resumed, tells_another_program_that_it_was_not_heard)
{
    auto l = was_ready(with_watchdog);
    l.sees({100});
    EXPECT_FALSE(l.it.hand_on().audible);
    renewal more;
    for (const auto& word : to_words(l.it.hand_on())) ASSERT_TRUE(read_word(more, word));
    EXPECT_FALSE(more.audible);
    EXPECT_TRUE(l.says({.lives = true}).it.hand_on().audible);
}

} // namespace
} // namespace foster
