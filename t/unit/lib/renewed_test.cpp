// The upgrade in place of a supervise: when it may happen, and what the next program
// knows.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "lib/predecessor.h"
#include "t/unit/life.h"

namespace foster {
namespace {

bool would_renew(life l)
{
    l.hears("e");
    return l.it.next(l.now.at) == action{renew{}};
}

// Returns the same service in another program, by the words that hand it over.
service renewed(const life& l, const settings& how = {})
{
    status was;
    renewal more;
    for (const auto& word : to_words(l.report())) EXPECT_TRUE(read_word(was, word));
    for (const auto& word : to_words(l.it.hand_on()))
        EXPECT_TRUE(read_word(more, word)) << word;
    EXPECT_EQ(more, l.it.hand_on());
    service s{how, want::up};
    s.renewed(was, more, l.now);
    return s;
}

void expect_the_same(const life& l, const settings& how = {})
{
    const auto after = renewed(l, how);
    auto said = after.report(l.now.at);
    EXPECT_EQ(said.renewed, l.now.wall);
    said.renewed.reset();
    said.since = l.report().since;
    EXPECT_EQ(said, l.report());
    EXPECT_EQ(after.hand_on(), l.it.hand_on());
    EXPECT_EQ(after.next(l.now.at), l.it.next(l.now.at));
}

TEST(renewed, in_calm)
{
    EXPECT_TRUE(would_renew(plain()));
    EXPECT_TRUE(would_renew(forked()));
    EXPECT_TRUE(would_renew(forked().is_killed(101, 9).sees({102, 103}))); // degraded
    EXPECT_TRUE(would_renew(life{want::down}));
}

TEST(renewed, with_settings_that_are_read_anew)
{
    auto l = plain();
    l.hears("n");
    EXPECT_EQ(l.it.next(l.now.at), action{renew{true}});
    l.it.unrenewed();
    EXPECT_NE(l.it.next(l.now.at), action{renew{true}});
}

TEST(renewed, before_the_next_start_where_settings_wait_for_it)
{
    auto l = plain();
    l.it.refresh_when_dead();
    EXPECT_NE(l.it.next(l.now.at), action{renew{true}});
    l.at(5s).exits(100, 1).alone();
    l.it.unfinished();
    EXPECT_EQ(l.it.next(l.now.at), action{renew{true}});
    l.it.unrenewed(); // the upgrade is refused, and the start does not wait
    l.acts();
    EXPECT_TRUE(l.it.alive());
}

TEST(renewed, not_while_anything_is_under_way)
{
    life starts{want::up};
    starts.acts();
    EXPECT_FALSE(would_renew(starts)); // no look has seen it yet
    auto stops = forked();
    stops.hears("d").acts();
    EXPECT_FALSE(would_renew(stops));
    auto asks = plain();
    asks.hears("h");
    EXPECT_FALSE(would_renew(asks)); // control/h must run first
}

TEST(renewed, only_when_told_and_once)
{
    auto l = plain();
    EXPECT_NE(l.it.next(l.now.at), action{renew{}});
    l.hears("e");
    l.it.unrenewed();
    EXPECT_NE(l.it.next(l.now.at), action{renew{}});
}

TEST(renewed, knows_all_that_it_knew)
{
    expect_the_same(plain());
    expect_the_same(forked());
    expect_the_same(forked().is_killed(101, 9).sees({102, 103}));
    auto waits = plain();
    waits.at(700ms).is_killed(100, 9).alone().acts();
    expect_the_same(waits);
    expect_the_same(life{want::down});
}

TEST(renewed, tells_when_it_may_start_again_also_if_it_was_down)
{
    auto l = plain();
    l.at(700ms).hears("d").acts();
    l.is_killed(100, 15).alone().acts();
    ASSERT_EQ(l.report().phase, phase::down);
    auto after = renewed(l);
    after.told(*command_of('u'), l.now.at);
    l.hears("u");
    EXPECT_EQ(after.report(l.now.at).phase, phase::waiting);
    EXPECT_EQ(after.report(l.now.at).retry, l.report().retry);
}

TEST(renewed, goes_on_with_the_deadlines)
{
    settings how{.delay = 2s, .delay_factor = 200};
    how.give_up_count = 5;
    how.ready = readiness::fd;
    how.ready_timeout = 9s;
    auto l = plain(how);
    expect_the_same(l, how);
    l.at(700ms).is_killed(100, 9).alone().acts();
    expect_the_same(l, how);
}

// The main process may die between the exec and the first look.
TEST(renewed, knows_who_may_follow_its_main)
{
    auto l = forked();
    auto after = renewed(l);
    after.died({{101}, manner::exited, 0}, l.now);
    l.exits(101, 0);
    const std::vector<child> left{{.who = {102}, .start = 100'002, .program = 7},
                                  {.who = {103}, .start = 100'003, .program = 8}};
    after.seen(left, l.now);
    l.it.seen(left, l.now);
    EXPECT_EQ(after.report(l.now.at).main, l.report().main);
}

TEST(renewed, refuses_what_is_said_in_another_version)
{
    renewal more;
    EXPECT_TRUE(read_word(more, "kept-version=1"));
    EXPECT_TRUE(read_word(more, "kept-version=2"));
    for (const char* word :
         {"kept-version=3", "kept-version=", "kept-files=1:2", "kept-files=1:2:3:4:5:6",
          "kept-settled=1:2:3:4", "kept-pace=1:2", "kept-forked=2", "kept-new=1",
          "was-phase=up", "kept-loss=1:gone:2"})
        EXPECT_FALSE(read_word(more, word)) << word;
    EXPECT_EQ(more, renewal{});
}

} // namespace
} // namespace foster
