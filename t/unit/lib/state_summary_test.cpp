// svscan's glance at a state agrees with what supervise has written there.
#include "lib/state_summary.h"

#include <gtest/gtest.h>

#include "lib/status.h"

namespace foster {
namespace {

state_summary of(phase p, want w, std::optional<death> d = {})
{
    status s;
    s.phase = p;
    s.want = w;
    s.kin = {{{4412}, 1, came::adopted}};
    if (d) s.last = last_death{*d, stamp{}};
    return glance_at(to_state(s));
}

TEST(state_summary, a_service_that_is_down_and_wanted_so_is_over)
{
    EXPECT_TRUE(of(phase::down, want::down).over);
    EXPECT_TRUE(of(phase::down, want::once).over);
    EXPECT_TRUE(of(phase::failed, want::up).over);
}

TEST(state_summary, one_that_lives_or_will_be_started_is_not)
{
    EXPECT_FALSE(of(phase::down, want::up).over);
    for (const auto p : {phase::starting, phase::up, phase::degraded, phase::stopping,
                         phase::finishing, phase::waiting})
        for (const auto w : {want::up, want::down, want::once})
            EXPECT_FALSE(of(p, w).over);
}

TEST(state_summary, knows_an_essential_service)
{
    status s;
    EXPECT_FALSE(glance_at(to_state(s)).essential);
    s.essential = true;
    EXPECT_TRUE(glance_at(to_state(s)).essential);
}

TEST(state_summary, knows_when_one_of_the_kin_began)
{
    status s;
    s.kin = {{{44}, 7, came::adopted}, {{4}, 8, came::spawned}};
    EXPECT_EQ(start_in(to_state(s), {44}), 7U);
    EXPECT_EQ(start_in(to_state(s), {4}), 8U);
    EXPECT_EQ(start_in(to_state(s), {5}), 0U);
    EXPECT_EQ(start_in("", {5}), 0U);
    EXPECT_EQ(start_in("{pid = 5, start = x, ", {5}), 0U);
}

TEST(state_summary, has_the_code_that_a_shell_would_give)
{
    using enum manner;
    EXPECT_EQ(of(phase::down, want::down).code, std::nullopt);
    EXPECT_EQ(of(phase::down, want::down, death{{7}, exited, 0}).code, 0);
    EXPECT_EQ(of(phase::down, want::down, death{{7}, exited, 3}).code, 3);
    EXPECT_EQ(of(phase::down, want::down, death{{7}, signalled, 9}).code, 137);
    EXPECT_EQ(of(phase::failed, want::up, death{{7}, dumped, 11}).code, 139);
    EXPECT_EQ(of(phase::down, want::down, death{{7}, unknown, 0}).code, 111);
}

TEST(state_summary, sees_nothing_in_what_is_no_state)
{
    EXPECT_EQ(glance_at(""), state_summary{});
    EXPECT_EQ(glance_at("phase = \"down\""), state_summary{});
    EXPECT_EQ(glance_at("how = \"exited\"\nstatus = 3\n"), state_summary{});
    EXPECT_EQ(glance_at("[last-death]\nhow = \"exited\"\nstatus = 256\n"),
              state_summary{});
    EXPECT_EQ(glance_at("[last-death]\nhow = \"sung\"\nstatus = 1\n"), state_summary{});
}

} // namespace
} // namespace foster
