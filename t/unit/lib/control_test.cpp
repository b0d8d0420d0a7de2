// Scripts control/LETTER from the view of a service.  `life` starts them as 901, 902
// ...
#include <gtest/gtest.h>

#include "t/unit/life.h"

namespace foster {
namespace {

life with(std::string_view scripts, settings s = {})
{
    life l = plain(s);
    l.scripts = scripts;
    return l;
}

// Returns 100 in the session of a script.
child in_session(int who, int session)
{
    return {.who = {who}, .start = 200'000, .session = {session}, .program = 9};
}

TEST(control, asks_the_script_before_the_signal)
{
    life l = with("h");
    EXPECT_EQ(l.at(5s).hears("h").acts(), "control/h, rest");
}

TEST(control, sends_nothing_that_the_script_forbids)
{
    life l = with("h");
    l.at(5s).hears("h").acts();
    EXPECT_EQ(l.exits(901, 0).sees({100}).acts(), "rest");
}

TEST(control, sends_what_the_script_does_not_forbid)
{
    life l = with("h");
    l.at(5s).hears("h").acts();
    EXPECT_EQ(l.exits(901, 1).sees({100}).acts(), "signal 1 to 100, rest");
}

TEST(control, sends_what_a_killed_script_has_not_forbidden)
{
    life l = with("h");
    l.at(5s).hears("h").acts();
    EXPECT_EQ(l.is_killed(901, SIGKILL).sees({100}).acts(), "signal 1 to 100, rest");
}

TEST(control, obeys_other_letters_while_a_script_runs)
{
    life l = with("h");
    l.at(5s).hears("h").acts();
    EXPECT_EQ(l.hears("1").acts(), "signal 10 to 100, rest");
}

TEST(control, keeps_the_order_of_letters_without_scripts)
{
    life l = with("");
    EXPECT_EQ(l.at(5s).hears("pCtK").acts(),
              "STOP to 100, CONT to 100, TERM to 100, KILL to 100, rest");
}

TEST(control, has_one_more_of_a_letter_wait_for_the_script_and_no_third)
{
    life l = with("h");
    l.at(5s).hears("hhh").acts();
    EXPECT_EQ(l.hears("hh").acts(), "rest");
    EXPECT_EQ(l.exits(901, 1).sees({100}).acts(), "signal 1 to 100, control/h, rest");
    EXPECT_EQ(l.exits(902, 1).sees({100}).acts(), "signal 1 to 100, rest");
}

TEST(control, asks_t_for_r)
{
    life l = with("t");
    l.at(5s).hears("r").acts();
    EXPECT_EQ(l.exits(901, 0).sees({100}).acts(), "CONT to 100, rest");
}

TEST(control, asks_no_script_of_a_log)
{
    life l = with("h", {.log = true});
    EXPECT_EQ(l.at(5s).hears("h").acts(), "signal 1 to 100, rest");
}

TEST(control, drops_a_verdict_that_comes_after_a_death)
{
    life l = with("h");
    l.at(5s).hears("h").acts();
    l.exits(100, 1).sees({901}).acts();
    EXPECT_EQ(l.report().starts, 2u);
    EXPECT_EQ(l.at(6s).exits(901, 1).sees({200}).acts(), "rest");
}

TEST(control, sends_no_survivor_what_was_for_the_main)
{
    life l = forked();
    l.scripts = "k";
    l.at(5s).hears("k").acts();
    l.is_killed(101, SIGSEGV).sees({901, 102, 103}).acts();
    EXPECT_EQ(l.exits(901, 1).sees({102, 103}).acts(), "rest");
}

TEST(control, hears_the_verdict_together_with_the_exit_of_an_intermediate)
{
    life l;
    l.scripts = "h";
    l.acts();
    l.hears("h").acts();
    l.exits(901, 1).exits(100, 0).sees({101});
    EXPECT_EQ(l.acts(), "signal 1 to 101, until 500 ms");
}

// A stop.

TEST(control, stops_by_t_then_d)
{
    life l = with("td");
    EXPECT_EQ(l.at(5s).hears("d").acts(), "control/t, until 10000 ms");
    EXPECT_EQ(l.exits(901, 1).sees({100}).acts(),
              "TERM to 100, CONT to 100, control/d, until 10000 ms");
}

TEST(control, stops_without_a_signal_that_t_forbids)
{
    life l = with("t");
    l.at(5s).hears("d").acts();
    EXPECT_EQ(l.exits(901, 0).sees({100}).acts(), "CONT to 100, until 10000 ms");
    EXPECT_EQ(l.at(10s).sees({100}).acts(),
              "cut, TERM to 100, CONT to 100, until 12000 ms");
}

TEST(control, stops_by_t_then_x)
{
    life l = with("tx");
    l.at(5s).hears("x").acts();
    EXPECT_EQ(l.exits(901, 1).sees({100}).acts(),
              "TERM to 100, CONT to 100, control/x, until 10000 ms");
}

TEST(control, does_not_wait_for_a_hanging_t_beyond_the_stop_timeout)
{
    life l = with("t");
    l.at(5s).hears("d").acts();
    EXPECT_EQ(
        l.at(10s).sees({100, 901}).acts(),
        "cut, TERM to 100, CONT to 100, TERM to group of 901, CONT to group of 901, "
        "until 12000 ms");
    EXPECT_EQ(
        l.at(12s).sees({100, 901}).acts(),
        "killed, scripts killed, KILL to 100, KILL to group of 901, until 14000 ms");
}

TEST(control, runs_d_though_the_service_has_died_of_t)
{
    life l = with("td");
    l.at(5s).hears("d").acts();
    l.exits(100, 0).sees({901}).acts();
    EXPECT_EQ(l.phase(), "finishing");
    EXPECT_EQ(l.exits(901, 0).alone().acts(), "control/d, until 10000 ms");
    EXPECT_EQ(l.phase(), "finishing");
    EXPECT_EQ(l.exits(902, 0).alone().acts(), "rest");
    EXPECT_EQ(l.phase(), "down");
}

TEST(control, leaves_when_no_attendant_is_left)
{
    life l = with("x");
    EXPECT_EQ(l.at(5s).hears("x").acts(),
              "TERM to 100, CONT to 100, control/x, until 10000 ms");
    EXPECT_EQ(l.exits(100, 0).sees({901}).acts(), "until 10000 ms");
    EXPECT_EQ(l.exits(901, 0).alone().acts(), "leave");
}

TEST(control, does_not_delay_a_start_by_an_attendant)
{
    life l = with("h");
    l.at(5s).hears("h").acts();
    EXPECT_EQ(l.exits(100, 1).sees({901}).acts(), "start, until 5500 ms");
}

// Before a start.

TEST(control, starts_when_u_has_ended)
{
    life l;
    l.scripts = "u";
    EXPECT_EQ(l.acts(), "control/u, rest");
    EXPECT_EQ(l.phase(), "starting");
    EXPECT_EQ(l.report().shown(), pid{});
    EXPECT_EQ(l.exits(901, 1).alone().acts(), "start, until 500 ms");
}

TEST(control, asks_u_before_each_start)
{
    life l = with("u");
    EXPECT_EQ(l.at(5s).exits(100, 0).alone().acts(), "control/u, rest");
}

TEST(control, ends_u_at_once_for_d)
{
    life l;
    l.scripts = "u";
    l.acts();
    EXPECT_EQ(l.hears("d").acts(),
              "TERM to group of 901, CONT to group of 901, until 2000 ms");
    EXPECT_EQ(l.phase(), "finishing");
    EXPECT_EQ(l.at(2s).sees({901}).acts(),
              "scripts killed, KILL to group of 901, until 4000 ms");
    EXPECT_EQ(l.is_killed(901, SIGKILL).alone().acts(), "rest");
    EXPECT_EQ(l.phase(), "down");
}

TEST(control, asks_u_anew_after_du)
{
    life l;
    l.scripts = "u";
    l.acts();
    l.hears("du");
    EXPECT_EQ(l.acts(), "TERM to group of 901, CONT to group of 901, until 2000 ms");
    EXPECT_EQ(l.exits(901, 0).alone().acts(), "control/u, rest");
}

// The script processes.

struct kept {
    kept()
    {
        l.it.spawned({100}, l.now);
        l.at(500ms).sees({100});
        l.it.consulting('h', {901}, l.now.at);
    }
    void sees(std::vector<child> all) { l.it.seen(all, l.now); }
    life l;
};

TEST(control, takes_the_keeper_for_an_attendant)
{
    kept k;
    k.l.exits(901, 0);
    k.sees({{.who = {100}}, in_session(902, 901)});
    EXPECT_EQ(k.l.report().kin.size(), 1u);
    EXPECT_EQ(k.l.report().attendants, std::vector<pid>{{902}});
}

TEST(control, forgets_a_session_when_nobody_is_in_it)
{
    kept k;
    k.l.exits(901, 0);
    k.sees({{.who = {100}}});
    EXPECT_TRUE(k.l.report().attendants.empty());
    k.sees({{.who = {100}}, in_session(902, 901)}); // another process has this pid now
    EXPECT_EQ(k.l.report().kin.size(), 2u);
}

TEST(control, does_not_forget_a_session_by_half_a_look)
{
    kept k;
    k.l.exits(901, 0);
    k.l.it.seen(std::vector<child>{{.who = {100}}}, k.l.now, false);
    k.sees({{.who = {100}}, in_session(902, 901)});
    EXPECT_EQ(k.l.report().kin.size(), 1u);
}

TEST(control, takes_a_stranger_for_a_bystander_while_the_keeper_lives)
{
    kept k;
    k.l.hears("d").exits(901, 0).exits(100, 0);
    k.sees({in_session(902, 901)});
    k.sees({in_session(902, 901), in_session(950, 950)});
    EXPECT_EQ(k.l.report().bystanders, std::vector<pid>{{950}});
}

TEST(control, takes_whomever_a_killed_keeper_left_for_an_attendant)
{
    kept k;
    k.l.hears("d").exits(901, 0).exits(100, 0);
    k.sees({in_session(902, 901)});
    k.l.is_killed(902, SIGKILL);
    k.sees({in_session(950, 950)});
    EXPECT_EQ(k.l.report().attendants, std::vector<pid>{{950}});
}

TEST(control, takes_a_login_for_a_bystander_also_then)
{
    kept k;
    k.l.hears("d").exits(901, 0).exits(100, 0);
    k.sees({in_session(902, 901)});
    k.l.is_killed(902, SIGKILL);
    child login = in_session(950, 950);
    login.login = 7;
    k.sees({in_session(951, 901), login});
    EXPECT_EQ(k.l.report().attendants, std::vector<pid>{{951}});
    EXPECT_EQ(k.l.report().bystanders, std::vector<pid>{{950}});
}

} // namespace
} // namespace foster
