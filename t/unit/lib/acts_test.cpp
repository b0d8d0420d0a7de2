// The record of signals that supervise has sent.
#include <gtest/gtest.h>

#include "t/unit/life.h"

namespace foster {
namespace {

std::string act_of(life& l)
{
    const auto a = l.report().last_act;
    return a ? std::string{to_text(a->what)} + ' ' + std::to_string(a->signal) : "none";
}

TEST(acts, are_none_at_first)
{
    life l = plain();
    EXPECT_EQ(act_of(l), "none");
}

TEST(acts, are_commanded_signals)
{
    life l = plain();
    l.at(5s).it.woken(l.now);
    l.hears("h").acts();
    EXPECT_EQ(act_of(l), "signal 1");
    EXPECT_EQ(l.report().last_act->when, l.now.wall);
    l.it.turned();
    l.at(6s);
    EXPECT_EQ(l.report().last_act->when, l.now.wall - 1s);
}

TEST(acts, are_no_signals_to_the_dead)
{
    life l = plain();
    l.at(5s).exits(100, 1).alone();
    l.hears("h").acts();
    EXPECT_EQ(act_of(l), "none");
}

TEST(acts, are_stops_and_their_kills)
{
    life l = plain();
    l.at(5s).hears("d").acts();
    EXPECT_EQ(act_of(l), "stop 15");
    l.at(5s + 5s).sees({100}).acts();
    EXPECT_EQ(act_of(l), "stop 15");
    l.at(5s + 5s + 2s).sees({100}).acts();
    EXPECT_EQ(act_of(l), "stop 9");
}

TEST(acts, keep_the_reason_of_a_stop)
{
    life l = plain({.ready = readiness::fd, .ready_timeout = 1s});
    l.at(1s).sees({100}).it.heard(l.now.at);
    l.acts();
    EXPECT_EQ(act_of(l), "ready-timeout 15");
    l.at(6s).sees({100}).acts();
    l.at(8s).sees({100}).acts();
    EXPECT_EQ(act_of(l), "ready-timeout 9");
}

TEST(acts, are_those_of_the_watchdog)
{
    life l = plain({.ready = readiness::notify, .watchdog = 3s});
    l.at(1s).it.noticed({.ready = true}, {}, l.now.at);
    l.at(4s).sees({100}).it.heard(l.now.at);
    l.acts();
    EXPECT_EQ(act_of(l), "watchdog 6");
}

TEST(acts, are_ends_of_survivors)
{
    life l = forked({.end_survivors = true});
    l.at(5s).exits(101, 1).sees({102, 103}).acts();
    EXPECT_EQ(act_of(l), "survivors 15");
}

TEST(acts, explain_the_deaths_of_their_life_only)
{
    life l = forked();
    l.at(5s).is_killed(101, SIGKILL).sees({102, 103}).acts();
    l.at(6s).hears("d").acts(); // the main process is dead already
    EXPECT_FALSE(l.report().last_act->ended);
    l.at(7s).is_killed(102, SIGTERM).is_killed(103, SIGTERM).alone().acts();
    l.at(8s).hears("u").acts();
    l.at(9s).is_killed(200, SIGKILL).alone();
    EXPECT_EQ(act_of(l), "stop 15");
    EXPECT_FALSE(l.report().last_act->ended);
    life other = plain();
    other.at(5s).hears("d").acts();
    other.at(6s).is_killed(100, SIGTERM).alone();
    EXPECT_TRUE(other.report().last_act->ended);
}

TEST(acts, outlive_their_supervise)
{
    life l = plain();
    l.at(5s).hears("h").acts();
    const auto was = l.report();
    service next{{}, want::up};
    next.resumed({.said = was, .run = {}, .launched = {}}, l.now);
    EXPECT_EQ(next.report(l.now.at).last_act, was.last_act);
}

} // namespace
} // namespace foster
