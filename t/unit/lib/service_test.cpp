// The decisions and the statuses of a service.  stop_test.cpp tests its stops.
#include "lib/service.h"

#include <gtest/gtest.h>

#include "t/unit/life.h"

namespace foster {
namespace {

// Starting.

TEST(service, starts_at_once)
{
    life l;
    EXPECT_EQ(l.acts(), "start, until 500 ms");
}

TEST(service, rests_where_it_is_not_wanted)
{
    life l{want::down};
    EXPECT_EQ(l.acts(), "rest");
}

TEST(service, rests_while_its_settled_main_lives)
{
    life l = plain();
    EXPECT_EQ(l.acts(), "rest");
    EXPECT_EQ(forked().acts(), "rest");
}

TEST(service, waits_a_second_between_starts)
{
    life l = plain();
    l.at(600ms).exits(100, 1).alone();
    EXPECT_EQ(l.acts(), "until 1000 ms");
    l.at(999ms);
    EXPECT_EQ(l.acts(), "until 1000 ms");
    l.at(1s);
    EXPECT_EQ(l.acts(), "start, until 1500 ms");
}

TEST(service, starts_again_at_once_after_a_longer_life)
{
    life l = plain();
    l.at(20s).exits(100, 1).alone();
    EXPECT_EQ(l.acts(), "start, until 20500 ms");
}

TEST(service, waits_as_long_as_it_is_set)
{
    life l = plain({.delay = 10s});
    l.at(600ms).exits(100, 1).alone();
    EXPECT_EQ(l.acts(), "until 10000 ms");
}

TEST(service, starts_a_second_after_the_last_try_for_a_command)
{
    for (const auto* letters : {"u", "o", "du", "do"}) {
        life l = plain({.delay = 1h});
        l.at(600ms).exits(100, 1).alone();
        EXPECT_EQ(l.acts(), "until 3600000 ms");
        EXPECT_EQ(l.hears(letters).acts(), "until 1000 ms") << letters;
    }
}

TEST(service, starts_at_once_for_a_command_what_was_tried_long_ago)
{
    life l = plain({.delay = 1h});
    l.at(600ms).exits(100, 1).alone();
    l.at(5s).hears("u");
    EXPECT_EQ(l.acts(), "start, until 5500 ms");
}

TEST(service, starts_again_at_once_what_a_command_stopped_and_started)
{
    life l = plain({.delay = 1h});
    l.at(5s).hears("du").acts();
    l.exits(100, 0).alone();
    EXPECT_EQ(l.acts(), "start, until 5500 ms");
}

TEST(service, waits_for_its_delay_though_it_was_told_up_while_it_lived)
{
    life l = plain({.delay = 1h});
    l.at(5s).hears("u").acts();
    l.exits(100, 0).alone();
    EXPECT_EQ(l.acts(), "until 3600000 ms");
}

TEST(service, tells_when_it_starts_for_a_command)
{
    life l = plain({.delay = 1h});
    l.at(600ms).exits(100, 1).alone().hears("u");
    EXPECT_EQ(l.report().retry, life::dawn.wall + 1s);
}

TEST(service, waits_a_second_after_a_refusal)
{
    life l;
    l.it.refused(l.now);
    EXPECT_EQ(l.acts(), "until 1000 ms");
}

TEST(service, waits_no_long_delay_after_a_refusal_that_is_not_its_own)
{
    life l{want::up, {.delay = 1h}};
    l.it.refused(l.now);
    EXPECT_EQ(l.acts(), "until 1000 ms");
}

TEST(service, waits_its_delay_where_there_is_nothing_to_execute)
{
    life l{want::up, {.delay = 1h}};
    l.it.refused(l.now, true);
    EXPECT_EQ(l.acts(), "until 3600000 ms");
}

TEST(service, starts_after_a_refusal)
{
    life l;
    l.it.refused(l.now);
    l.at(1s);
    EXPECT_EQ(l.acts(), "start, until 1500 ms");
}

TEST(service, does_not_start_while_anybody_lives)
{
    life l = forked();
    l.at(5s).is_killed(101, SIGSEGV).sees({102, 103});
    EXPECT_EQ(l.acts(), "rest");
    l.at(6s).exits(102, 0).sees({103});
    EXPECT_EQ(l.acts(), "rest");
    l.at(7s).exits(103, 0).alone();
    EXPECT_EQ(l.acts(), "start, until 7500 ms");
}

TEST(service, looks_again_while_a_daemon_settles)
{
    life l;
    l.acts();
    l.at(100ms).exits(100, 0).sees({101});
    EXPECT_EQ(l.acts(), "until 600 ms");
}

// u, o, O, x.

TEST(service, starts_for_u)
{
    life l{want::down};
    EXPECT_EQ(l.hears("u").acts(), "start, until 500 ms");
}

TEST(service, is_wanted_up_after_u)
{
    life l{want::down};
    l.hears("u");
    EXPECT_EQ(l.report().want, want::up);
}

TEST(service, does_not_start_sooner_for_u)
{
    life l = plain();
    l.at(600ms).exits(100, 1).alone().hears("u");
    EXPECT_EQ(l.acts(), "until 1000 ms");
}

TEST(service, does_nothing_for_u_when_it_is_up)
{
    life l = plain();
    const service before = l.it;
    l.hears("u");
    EXPECT_EQ(l.it, before);
}

TEST(service, starts_again_after_u_where_once_was_wanted)
{
    life l{want::down};
    l.hears("o").acts();
    l.at(2s).hears("u").exits(100, 0).alone();
    EXPECT_EQ(l.acts(), "start, until 2500 ms");
}

TEST(service, starts_for_o)
{
    life l{want::down};
    EXPECT_EQ(l.hears("o").acts(), "start, until 500 ms");
}

TEST(service, does_not_start_again_after_o)
{
    life l{want::down};
    l.hears("o").acts();
    l.at(2s).exits(100, 0).alone();
    EXPECT_EQ(l.acts(), "rest");
}

TEST(service, wants_once_until_it_is_dead)
{
    life l{want::down};
    l.hears("o").acts();
    EXPECT_EQ(l.report().want, want::once);
    l.at(2s).exits(100, 0).alone();
    EXPECT_EQ(l.report().want, want::down);
}

TEST(service, lets_a_living_one_end_after_o)
{
    life l = plain();
    EXPECT_EQ(l.hears("o").acts(), "rest");
    l.at(2s).exits(100, 0).alone();
    EXPECT_EQ(l.acts(), "rest");
}

TEST(service, starts_for_o_when_the_delay_is_over)
{
    life l = plain();
    l.at(600ms).exits(100, 1).alone().hears("o");
    EXPECT_EQ(l.acts(), "until 1000 ms");
    l.at(1s);
    EXPECT_EQ(l.acts(), "start, until 1500 ms");
}

TEST(service, tries_again_for_o_what_was_refused)
{
    life l{want::down};
    l.hears("o");
    l.it.refused(l.now);
    l.at(1s);
    EXPECT_EQ(l.acts(), "start, until 1500 ms");
}

TEST(service, forgets_o_that_was_not_obeyed_yet_for_d)
{
    life l = plain();
    l.at(600ms).exits(100, 1).alone().hears("od");
    EXPECT_EQ(l.acts(), "rest");
}

TEST(service, does_not_start_for_O)
{
    life l{want::down};
    EXPECT_EQ(l.hears("O").acts(), "rest");
}

TEST(service, does_not_start_again_after_O)
{
    life l = plain();
    EXPECT_EQ(l.hears("O").acts(), "rest");
    l.at(2s).exits(100, 0).alone();
    EXPECT_EQ(l.acts(), "rest");
}

TEST(service, is_down_for_O_while_it_waits)
{
    life l = plain();
    l.at(600ms).exits(100, 1).alone().hears("O");
    EXPECT_EQ(l.acts(), "rest");
    EXPECT_EQ(l.report().want, want::down);
}

TEST(service, is_down_for_d_while_it_waits)
{
    life l = plain();
    l.at(600ms).exits(100, 1).alone().hears("d");
    EXPECT_EQ(l.acts(), "rest");
    EXPECT_EQ(l.phase(), "down");
}

TEST(service, leaves_for_x_when_it_is_down)
{
    life l{want::down};
    EXPECT_EQ(l.hears("x").acts(), "leave");
}

TEST(service, leaves_for_x_while_it_waits)
{
    life l = plain();
    l.at(600ms).exits(100, 1).alone().hears("x");
    EXPECT_EQ(l.acts(), "leave");
    EXPECT_EQ(l.phase(), "down");
}

TEST(service, leaves_when_it_is_dismissed_and_down)
{
    life l{want::down};
    l.it.dismissed(l.now.at);
    EXPECT_EQ(l.acts(), "leave");
}

// Signals.

TEST(service, sends_each_letters_signal_to_its_main)
{
    EXPECT_EQ(forked().hears("p").acts(), "STOP to 101, rest");
    EXPECT_EQ(forked().hears("c").acts(), "CONT to 101, rest");
    EXPECT_EQ(forked().hears("h").acts(), "signal 1 to 101, rest");
    EXPECT_EQ(forked().hears("a").acts(), "signal 14 to 101, rest");
    EXPECT_EQ(forked().hears("i").acts(), "signal 2 to 101, rest");
    EXPECT_EQ(forked().hears("t").acts(), "TERM to 101, rest");
    EXPECT_EQ(forked().hears("k").acts(), "KILL to 101, rest");
    EXPECT_EQ(forked().hears("q").acts(), "signal 3 to 101, rest");
    EXPECT_EQ(forked().hears("1").acts(), "signal 10 to 101, rest");
    EXPECT_EQ(forked().hears("2").acts(), "signal 12 to 101, rest");
    EXPECT_EQ(forked().hears("w").acts(), "signal 28 to 101, rest");
    EXPECT_EQ(forked().hears("y").acts(), "signal 28 to 101, rest");
    EXPECT_EQ(forked().hears("b").acts(), "signal 6 to 101, rest");
}

TEST(service, sends_the_stop_signal_for_r_and_wants_what_it_wanted)
{
    life l = forked();
    EXPECT_EQ(l.hears("r").acts(), "TERM to 101, CONT to 101, rest");
    EXPECT_EQ(l.report().want, want::up);
    EXPECT_EQ(l.phase(), "up");
}

TEST(service, sends_its_own_stop_signal_for_r)
{
    EXPECT_EQ(forked({.stop_signal = SIGQUIT}).hears("r").acts(),
              "signal 3 to 101, CONT to 101, rest");
}

TEST(service, sends_the_large_letters_to_all_kin)
{
    EXPECT_EQ(forked().hears("K").acts(), "KILL to 101, KILL to 102, KILL to 103, rest");
    EXPECT_EQ(forked().hears("P").acts(), "STOP to 101, STOP to 102, STOP to 103, rest");
    EXPECT_EQ(forked().hears("C").acts(), "CONT to 101, CONT to 102, CONT to 103, rest");
}

TEST(service, sends_to_all_kin_after_plus_and_to_its_main_after_equals)
{
    EXPECT_EQ(forked().hears("+h=i").acts(),
              "signal 1 to 101, signal 1 to 102, signal 1 to 103, signal 2 to 101, rest");
}

TEST(service, forgets_plus_when_it_was_told_all)
{
    life l = forked();
    l.hears("+");
    l.it.told_all();
    EXPECT_EQ(l.hears("h").acts(), "signal 1 to 101, rest");
}

TEST(service, does_nothing_for_the_letters_of_encore)
{
    life l = plain();
    const service before = l.it;
    l.hears("lL");
    EXPECT_EQ(l.it, before);
}

TEST(service, sends_in_the_order_of_the_letters)
{
    EXPECT_EQ(plain().hears("h1c").acts(),
              "signal 1 to 100, signal 10 to 100, CONT to 100, rest");
}

TEST(service, sends_to_the_survivors_where_there_is_no_main)
{
    life l = forked();
    l.at(5s).is_killed(101, SIGSEGV).sees({102, 103});
    EXPECT_EQ(l.hears("h").acts(), "signal 1 to 102, signal 1 to 103, rest");
}

TEST(service, sends_nothing_where_nobody_lives)
{
    life l{want::down};
    EXPECT_EQ(l.hears("pchaitkq12wybrKPC").acts(), "rest");
}

TEST(service, does_not_keep_a_signal_for_the_next_start)
{
    life l{want::down};
    l.hears("tu");
    EXPECT_EQ(l.acts(), "start, until 500 ms");
}

TEST(service, owes_no_signal_to_the_reaped)
{
    life l = forked();
    l.hears("tK").is_killed(101, SIGKILL).sees({102, 103});
    EXPECT_EQ(l.acts(), "KILL to 102, KILL to 103, rest");
}

TEST(service, owes_no_signal_when_all_are_reaped)
{
    life l = forked();
    l.at(5s).hears("tK").is_killed(101, SIGKILL).alone();
    EXPECT_EQ(l.acts(), "start, until 5500 ms");
}

TEST(service, sends_to_the_new_main_after_a_hand_over_of_the_role)
{
    life l;
    l.acts();
    l.at(100ms).exits(100, 0).sees({101}).acts();
    l.at(200ms).exits(101, 0).sees({102}).hears("h");
    EXPECT_EQ(l.acts(), "signal 1 to 102, until 700 ms");
}

// A restart by sv: `tcu` in one write.
TEST(service, restarts_for_tcu)
{
    life l = plain();
    l.at(5s).hears("tcu");
    EXPECT_EQ(l.acts(), "TERM to 100, CONT to 100, rest");
    l.at(5s + 10ms).is_killed(100, SIGTERM).alone();
    EXPECT_EQ(l.acts(), "start, until 5510 ms");
}

// Statuses.

TEST(service, is_down_before_its_first_start)
{
    EXPECT_EQ(life{want::down}.phase(), "down");
}

TEST(service, is_starting_until_the_first_main_is_settled)
{
    life l;
    l.acts();
    EXPECT_EQ(l.phase(), "starting");
    l.at(500ms).sees({100});
    EXPECT_EQ(l.phase(), "up");
}

TEST(service, is_starting_while_a_daemon_settles)
{
    life l;
    l.acts();
    l.at(100ms).exits(100, 0).sees({101});
    EXPECT_EQ(l.phase(), "starting");
    l.at(600ms).sees({101});
    EXPECT_EQ(l.phase(), "up");
}

// It did not fork last time, so its main process is known at once.
TEST(service, is_up_at_once_when_a_plain_daemon_is_restarted)
{
    life l = plain();
    l.at(5s).exits(100, 1).alone().acts();
    EXPECT_EQ(l.phase(), "up");
}

TEST(service, is_starting_when_a_forking_daemon_is_restarted)
{
    life l = forked();
    l.at(5s).is_killed(101, SIGKILL).is_killed(102, SIGKILL).is_killed(103, SIGKILL);
    l.alone().acts();
    EXPECT_EQ(l.phase(), "starting");
}

TEST(service, is_degraded_when_its_main_is_dead_and_others_live)
{
    life l = forked();
    l.at(5s).is_killed(101, SIGSEGV).sees({102, 103});
    EXPECT_EQ(l.phase(), "degraded");
    EXPECT_FALSE(l.report().ready);
}

TEST(service, is_degraded_when_it_crashes_while_settling)
{
    life l;
    l.acts();
    l.at(100ms).exits(100, 0).sees({101, 102}).acts();
    l.at(200ms).is_killed(101, SIGKILL).sees({102});
    EXPECT_EQ(l.phase(), "degraded");
}

TEST(service, is_degraded_when_a_failed_start_leaves_somebody)
{
    life l;
    l.acts();
    l.at(100ms).exits(100, 1).sees({101});
    EXPECT_EQ(l.phase(), "degraded");
}

TEST(service, is_waiting_until_it_may_start_again)
{
    life l = plain();
    l.at(600ms).exits(100, 1).alone();
    EXPECT_EQ(l.phase(), "waiting");
}

TEST(service, is_waiting_after_a_refusal)
{
    life l;
    l.it.refused(l.now);
    EXPECT_EQ(l.phase(), "waiting");
}

TEST(service, says_when_it_will_try_again)
{
    life l = plain();
    l.at(600ms).exits(100, 1).alone();
    EXPECT_EQ(l.report().retry, life::dawn.wall + 1s);
    l.at(1s).acts();
    EXPECT_EQ(l.report().retry, std::nullopt);
}

TEST(service, says_when_it_will_try_again_after_a_refusal)
{
    life l;
    l.at(3s).it.refused(l.now);
    EXPECT_EQ(l.report().retry, life::dawn.wall + 4s);
}

TEST(service, does_not_say_when_to_retry_what_is_not_wanted)
{
    life l = plain();
    l.at(600ms).exits(100, 1).alone().hears("d");
    EXPECT_EQ(l.report().retry, std::nullopt);
}

TEST(service, is_ready_when_it_is_up)
{
    life l;
    l.acts();
    EXPECT_FALSE(l.report().ready);
    l.at(500ms).sees({100});
    EXPECT_TRUE(l.report().ready);
}

TEST(service, names_its_main_and_all_kin)
{
    const status s = forked().report();
    EXPECT_EQ(s.main, pid{101});
    EXPECT_EQ(s.kin, (std::vector<member>{{{101}, 100'001, came::adopted},
                                          {{102}, 100'002, came::adopted},
                                          {{103}, 100'003, came::adopted}}));
}

TEST(service, counts_its_starts)
{
    life l = plain();
    EXPECT_EQ(l.report().starts, 1u);
    l.at(5s).exits(100, 1).alone().acts();
    EXPECT_EQ(l.report().starts, 2u);
}

TEST(service, does_not_count_a_refused_start)
{
    life l;
    l.it.refused(l.now);
    EXPECT_EQ(l.report().starts, 0u);
}

TEST(service, tells_of_the_last_death_of_a_main)
{
    life l = plain();
    EXPECT_EQ(l.report().last, std::nullopt);
    l.at(5s).exits(100, 3).alone();
    EXPECT_EQ(l.report().last,
              (last_death{{{100}, manner::exited, 3}, life::dawn.wall + 5s}));
}

TEST(service, remembers_the_last_death_when_it_is_up_again)
{
    life l = plain();
    l.at(5s).is_killed(100, SIGSEGV).alone().acts();
    l.at(6s).sees({200});
    EXPECT_EQ(l.report().last,
              (last_death{{{100}, manner::signalled, 11}, life::dawn.wall + 5s}));
}

TEST(service, remembers_the_three_deaths_before_the_last)
{
    life l = plain();
    EXPECT_TRUE(l.report().earlier.empty());
    for (int lives = 1; lives <= 5; ++lives)
        l.at(lives * 10s).exits(lives * 100, lives).alone().acts();
    const auto died = [](int in) {
        return last_death{{{in * 100}, manner::exited, in}, life::dawn.wall + in * 10s};
    };
    EXPECT_EQ(l.report().last, died(5));
    EXPECT_EQ(l.report().earlier, (earlier_deaths{died(4), died(3), died(2)}));
}

TEST(service, dates_the_death_of_the_main_and_not_that_of_the_last_survivor)
{
    life l = forked();
    l.at(5s).is_killed(101, SIGSEGV).sees({102, 103});
    l.at(9s).exits(102, 0).exits(103, 0).alone();
    EXPECT_EQ(l.report().last,
              (last_death{{{101}, manner::signalled, 11}, life::dawn.wall + 5s}));
}

TEST(service, does_not_take_the_launchers_exit_for_a_death)
{
    EXPECT_EQ(forked().report().last, std::nullopt);
}

TEST(service, takes_the_launchers_exit_for_the_death_when_it_left_nobody)
{
    life l;
    l.acts();
    l.at(100ms).exits(100, 0).alone();
    EXPECT_EQ(l.report().last,
              (last_death{{{100}, manner::exited, 0}, life::dawn.wall + 100ms}));
}

TEST(service, is_paused_when_STOP_was_sent)
{
    life l = plain();
    l.hears("p");
    EXPECT_FALSE(l.report().paused);
    l.acts();
    EXPECT_TRUE(l.report().paused);
}

TEST(service, is_not_paused_after_c)
{
    life l = plain();
    l.hears("p").acts();
    l.hears("c").acts();
    EXPECT_FALSE(l.report().paused);
}

TEST(service, is_not_paused_after_r)
{
    life l = plain();
    l.hears("p").acts();
    l.hears("r").acts();
    EXPECT_FALSE(l.report().paused);
}

TEST(service, is_not_paused_after_C)
{
    life l = plain();
    l.hears("p").acts();
    l.hears("C").acts();
    EXPECT_FALSE(l.report().paused);
}

TEST(service, is_not_paused_after_the_death_of_the_paused)
{
    life l = plain();
    l.hears("p").acts();
    l.at(5s).is_killed(100, SIGKILL).alone().acts();
    EXPECT_FALSE(l.report().paused);
}

TEST(service, is_not_paused_where_nobody_lives)
{
    life l{want::down};
    l.hears("p").acts();
    EXPECT_FALSE(l.report().paused);
}

TEST(service, says_that_it_was_sent_TERM)
{
    life l = plain();
    l.hears("t");
    EXPECT_FALSE(l.report().termed);
    l.acts();
    EXPECT_TRUE(l.report().termed);
}

TEST(service, does_not_say_so_of_another_signal)
{
    life l = plain();
    l.hears("hik").acts();
    EXPECT_FALSE(l.report().termed);
}

TEST(service, forgets_the_TERM_when_its_main_is_dead)
{
    life l = forked();
    l.hears("t").acts();
    l.at(5s).is_killed(101, SIGTERM).sees({102, 103});
    EXPECT_FALSE(l.report().termed);
}

TEST(service, says_that_it_is_leaving)
{
    life l = plain();
    EXPECT_FALSE(l.report().leaving);
    l.hears("x");
    EXPECT_TRUE(l.report().leaving);
}

TEST(service, is_equal_to_one_that_has_heard_the_same)
{
    EXPECT_EQ(forked().it, forked().it);
    EXPECT_NE(forked().it, forked().hears("d").it);
}

} // namespace
} // namespace foster
