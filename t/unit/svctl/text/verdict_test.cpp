// Reached, not reached, not yet: every command with every possible outcome.
#include "svctl/text/verdict.h"

#include <gtest/gtest.h>

#include "t/unit/shown.h"

namespace foster {

namespace {

status at(phase p, std::uint64_t starts)
{
    status s;
    s.phase = p;
    s.want = want::up;
    s.starts = starts;
    if (p == phase::waiting) s.retry = noon;
    if (p == phase::starting || p == phase::up) s.main = {7};
    return s;
}

status dead(phase p, std::uint64_t starts, int code)
{
    auto s = at(p, starts);
    s.last = last_death{{{7}, manner::exited, code}, noon};
    return s;
}

constexpr auto reached = verdict::reached;
constexpr auto not_yet = verdict::not_yet;
constexpr auto not_reached = verdict::not_reached;

} // namespace

TEST(verdict, up_is_reached_at_once_where_it_is_up)
{
    EXPECT_EQ(judge(user_request::up, at(phase::up, 1), at(phase::up, 1)), reached);
}

TEST(verdict, up_is_reached_by_a_new_start)
{
    EXPECT_EQ(judge(user_request::up, at(phase::down, 1), at(phase::up, 2)), reached);
}

TEST(verdict, a_start_stays_up_while_it_is_up)
{
    EXPECT_EQ(judge_stay(at(phase::up, 1), at(phase::up, 1)), not_yet);
    EXPECT_EQ(judge_stay(at(phase::up, 1), at(phase::stopping, 1)), not_yet);
}

TEST(verdict, a_start_that_dies_has_not_stayed_up)
{
    for (const auto p :
         {phase::waiting, phase::failed, phase::degraded, phase::down, phase::finishing})
        EXPECT_EQ(judge_stay(at(phase::up, 1), dead(p, 1, 3)), not_reached);
    EXPECT_EQ(judge_stay(at(phase::up, 1), dead(phase::waiting, 1, 0)), not_reached);
    EXPECT_EQ(judge_stay(at(phase::up, 1), at(phase::up, 2)), not_reached);
}

TEST(verdict, a_start_that_has_done_its_work_has_stayed_up)
{
    EXPECT_EQ(judge_stay(at(phase::up, 1), dead(phase::finishing, 1, 0)), not_yet);
    EXPECT_EQ(judge_stay(at(phase::up, 1), dead(phase::down, 1, 0)), reached);
}

TEST(verdict, a_start_that_is_told_to_end_has_not_stayed_up)
{
    auto now = at(phase::stopping, 1);
    now.want = want::down;
    EXPECT_EQ(judge_stay(at(phase::up, 1), now), not_reached);
}

TEST(verdict, up_waits_until_the_command_is_obeyed)
{
    EXPECT_EQ(judge(user_request::up, at(phase::down, 1), at(phase::down, 1)), not_yet);
}

TEST(verdict, up_waits_while_the_main_may_change)
{
    EXPECT_EQ(judge(user_request::up, at(phase::down, 0), at(phase::starting, 1)),
              not_yet);
}

TEST(verdict, up_fails_when_its_start_has_died)
{
    EXPECT_EQ(judge(user_request::up, at(phase::down, 0), dead(phase::waiting, 1, 1)),
              not_reached);
}

TEST(verdict, up_fails_when_the_start_under_way_has_died)
{
    EXPECT_EQ(judge(user_request::up, at(phase::starting, 1), dead(phase::waiting, 1, 1)),
              not_reached);
}

TEST(verdict, up_gives_a_waiting_service_its_chance)
{
    EXPECT_EQ(
        judge(user_request::up, dead(phase::waiting, 3, 1), dead(phase::waiting, 3, 1)),
        not_yet);
}

TEST(verdict, up_fails_when_the_try_that_it_waited_for_was_refused)
{
    auto now = at(phase::waiting, 0);
    now.retry = noon + 1s;
    EXPECT_EQ(judge(user_request::up, at(phase::waiting, 0), now), not_reached);
}

TEST(verdict, up_waits_for_the_try_that_it_has_brought_forward)
{
    auto before = at(phase::waiting, 1);
    before.retry = noon + 1h;
    auto now = at(phase::waiting, 1);
    now.retry = noon + 1s;
    EXPECT_EQ(judge(user_request::up, before, now), not_yet);
}

TEST(verdict, up_takes_a_first_wait_for_the_pace_of_an_earlier_start)
{
    EXPECT_EQ(judge(user_request::up, at(phase::down, 1), at(phase::waiting, 1)),
              not_yet);
}

TEST(verdict, a_first_wait_is_what_the_next_state_is_judged_by)
{
    const auto first = at(phase::waiting, 1);
    EXPECT_EQ(rebased(at(phase::down, 1), first), first);
}

TEST(verdict, a_phase_on_the_way_changes_nothing_that_is_judged_by)
{
    const auto before = at(phase::up, 1);
    EXPECT_EQ(rebased(before, at(phase::stopping, 1)), before);
}

TEST(verdict, up_is_not_held_against_a_service_that_was_being_stopped)
{
    EXPECT_EQ(judge(user_request::up, at(phase::stopping, 1), dead(phase::waiting, 1, 0)),
              not_yet);
}

TEST(verdict, up_fails_at_once_on_a_degraded_service)
{
    EXPECT_EQ(judge(user_request::up, at(phase::degraded, 1), at(phase::degraded, 1)),
              not_reached);
}

TEST(verdict, up_fails_when_it_is_given_up)
{
    EXPECT_EQ(judge(user_request::up, at(phase::waiting, 1), at(phase::failed, 1)),
              not_reached);
}

TEST(verdict, up_waits_for_a_failed_service_to_be_tried_again)
{
    EXPECT_EQ(judge(user_request::up, at(phase::failed, 1), at(phase::failed, 1)),
              not_yet);
}

TEST(verdict, restart_is_not_reached_by_the_old_start)
{
    EXPECT_EQ(judge(user_request::restart, at(phase::up, 1), at(phase::up, 1)), not_yet);
}

TEST(verdict, restart_is_reached_by_a_new_start)
{
    EXPECT_EQ(judge(user_request::restart, at(phase::up, 1), at(phase::up, 2)), reached);
}

TEST(verdict, restart_starts_a_service_that_was_down)
{
    EXPECT_EQ(judge(user_request::restart, at(phase::down, 1), at(phase::up, 2)),
              reached);
}

TEST(verdict, restart_does_not_take_the_death_that_it_asked_for_for_a_failure)
{
    EXPECT_EQ(judge(user_request::restart, at(phase::up, 1), dead(phase::waiting, 1, 1)),
              not_yet);
}

TEST(verdict, restart_mends_a_degraded_service)
{
    EXPECT_EQ(
        judge(user_request::restart, at(phase::degraded, 1), at(phase::degraded, 1)),
        not_yet);
}

TEST(verdict, restart_fails_when_the_new_start_has_died)
{
    EXPECT_EQ(judge(user_request::restart, at(phase::up, 1), dead(phase::waiting, 2, 1)),
              not_reached);
}

TEST(verdict, once_is_reached_while_it_runs)
{
    EXPECT_EQ(judge(user_request::once, at(phase::down, 0), at(phase::up, 1)), reached);
}

TEST(verdict, once_is_reached_by_a_run_that_is_over_and_went_well)
{
    EXPECT_EQ(judge(user_request::once, at(phase::down, 0), dead(phase::down, 1, 0)),
              reached);
}

TEST(verdict, once_fails_by_a_run_that_is_over_and_failed)
{
    EXPECT_EQ(judge(user_request::once, at(phase::down, 0), dead(phase::down, 1, 1)),
              not_reached);
}

TEST(verdict, down_is_reached_when_nobody_is_left)
{
    EXPECT_EQ(judge(user_request::down, at(phase::up, 1), at(phase::down, 1)), reached);
}

TEST(verdict, down_waits_for_a_wait_to_be_given_up)
{
    EXPECT_EQ(judge(user_request::down, at(phase::waiting, 1), at(phase::waiting, 1)),
              not_yet);
}

TEST(verdict, down_waits_for_the_last_of_the_kin)
{
    auto now = at(phase::down, 1);
    now.kin = {{{8}, 1, came::adopted}};
    EXPECT_EQ(judge(user_request::down, at(phase::up, 1), now), not_yet);
}

TEST(verdict, pause_is_reached_when_the_same_main_is_paused)
{
    auto now = at(phase::up, 1);
    now.main = {7};
    const auto before = now;
    EXPECT_EQ(judge(user_request::pause, before, now), not_yet);
    EXPECT_EQ(judge(user_request::cont, before, now), reached);
    now.paused = true;
    EXPECT_EQ(judge(user_request::pause, before, now), reached);
    EXPECT_EQ(judge(user_request::cont, before, now), not_yet);
    now.main = {8};
    EXPECT_EQ(judge(user_request::pause, before, now), not_reached);
}

TEST(verdict, kill_is_reached_when_nobody_who_lived_lives)
{
    auto before = at(phase::up, 1);
    before.kin = {{{7}, 100, came::spawned}, {{8}, 101, came::adopted}};
    auto now = before;
    EXPECT_EQ(judge(user_request::kill, before, now), not_yet);
    now.kin = {};
    EXPECT_EQ(judge(user_request::kill, before, now), reached);
    now = before;
    now.starts = 2;
    EXPECT_EQ(judge(user_request::kill, before, now), reached);
}

TEST(verdict, exit_is_never_reached_by_a_state)
{
    EXPECT_EQ(judge(user_request::exit, at(phase::up, 1), at(phase::down, 1)), not_yet);
}

TEST(request, exit_sends_a_log_down_first)
{
    EXPECT_EQ(letters_of(user_request::exit, true), "dx");
}

TEST(request, exit_tells_any_other_service_only_that)
{
    EXPECT_EQ(letters_of(user_request::exit, false), "x");
}

TEST(request, restart_is_down_and_up_in_one_piece)
{
    EXPECT_EQ(letters_of(user_request::restart, false), "du");
}

TEST(goal, is_so_in_its_own_phase)
{
    EXPECT_TRUE(is_so(goal::up, at(phase::up, 1)));
    EXPECT_FALSE(is_so(goal::up, at(phase::starting, 1)));
    EXPECT_FALSE(is_so(goal::up, at(phase::degraded, 1)));
    EXPECT_TRUE(is_so(goal::down, at(phase::down, 1)));
    EXPECT_FALSE(is_so(goal::down, at(phase::waiting, 1)));
    EXPECT_FALSE(is_so(goal::down, at(phase::failed, 1)));
    EXPECT_TRUE(is_so(goal::degraded, at(phase::degraded, 1)));
    EXPECT_TRUE(is_so(goal::failed, at(phase::failed, 1)));
}

TEST(goal, is_ready_only_when_up)
{
    auto s = at(phase::up, 1);
    EXPECT_FALSE(is_so(goal::ready, s));
    s.ready = true;
    EXPECT_TRUE(is_so(goal::ready, s));
    s.phase = phase::stopping;
    EXPECT_FALSE(is_so(goal::ready, s));
}

} // namespace foster
