// Tests the judge: it must accept possible runs and refuse invented ones.
#include <gtest/gtest.h>

#include <stdexcept>

#include "t/judge/follower.h"

namespace foster::judge {
namespace {

const story& named(std::string_view name)
{
    for (const auto& s : stories)
        if (s.name == name) return s;
    throw std::invalid_argument(std::string{name});
}

ruling rule(std::string_view name, const account& a)
{
    const auto& s = named(name);
    return follower{s, settings_of(s), a}.rule();
}

shown status(phase p, const line& main, std::vector<line> kin, std::uint64_t starts = 1)
{
    return {.phase = p,
            .want = want::up,
            .main = main,
            .starts = starts,
            .kin = std::move(kin)};
}

shown after(const std::string& loss, shown s)
{
    s.loss = loss;
    return s;
}

shown unwanted(shown s)
{
    s.want = want::down;
    return s;
}

// Returns the record of a daemon and its worker; the daemon is killed.
account workers()
{
    const std::string killed{"signalled 9"};
    account a;
    a.statuses = {
        status(phase::starting, "1", {"1"}),
        status(phase::starting, "1.1", {"1.1"}),
        status(phase::up, "1.1", {"1.1"}),
        after(killed, status(phase::degraded, nobody, {"1.1.1"})),
        after(killed, unwanted(status(phase::stopping, nobody, {"1.1.1"}))),
        after(killed, unwanted(status(phase::down, nobody, {}))),
    };
    a.deeds = {
        {.what = '.', .after = 3, .rest = {{"1.1", "1.1.1"}, "1.1"}},
        {.what = '!', .whom = "1.1", .after = 3},
        {.what = '.', .after = 4, .rest = {{"1.1.1"}, nobody}},
        {.what = 'x', .after = 4},
    };
    return a;
}

constexpr auto the_story = "workers outlive the main";

TEST(judge, accepts_a_life_of_the_model)
{
    const auto r = rule(the_story, workers());
    EXPECT_TRUE(r.contained) << to_text(workers());
    EXPECT_EQ(r.untimely, 0);
}

TEST(judge, takes_the_unknown_for_anybody)
{
    auto a = workers();
    a.statuses[1].main = a.statuses[1].kin[0] = unknown;
    EXPECT_TRUE(rule(the_story, a).contained);
}

TEST(judge, refuses_dead_while_alive)
{
    auto a = workers();
    a.statuses[3] = after("signalled 9", status(phase::waiting, nobody, {}));
    const auto r = rule(the_story, a);
    EXPECT_FALSE(r.contained);
    EXPECT_TRUE(r.exhausted);
    EXPECT_EQ(r.reached, 3u);
}

TEST(judge, refuses_a_start_while_survivors_live)
{
    auto a = workers();
    a.statuses[3] = after("signalled 9", status(phase::starting, "2", {"2"}, 2));
    EXPECT_FALSE(rule(the_story, a).contained);
}

TEST(judge, refuses_another_main)
{
    auto a = workers();
    a.statuses[3].main = "1.1.1";
    EXPECT_FALSE(rule(the_story, a).contained);
}

TEST(judge, refuses_missing_kin)
{
    auto a = workers();
    a.statuses[3].kin.clear();
    EXPECT_FALSE(rule(the_story, a).contained);
}

TEST(judge, refuses_a_main_that_nobody_killed)
{
    auto a = workers();
    a.deeds.erase(a.deeds.begin() + 1);
    EXPECT_FALSE(rule(the_story, a).contained);
}

TEST(judge, refuses_a_letter_obeyed_before_it_was_written)
{
    auto a = workers();
    a.deeds[3].after = 5;
    EXPECT_FALSE(rule(the_story, a).contained);
}

TEST(judge, refuses_a_status_left_out)
{
    auto a = workers();
    a.statuses.erase(a.statuses.begin() + 1);
    for (auto& d : a.deeds) --d.after;
    EXPECT_FALSE(rule(the_story, a).contained);
}

TEST(judge, refuses_a_status_too_many)
{
    auto a = workers();
    a.statuses.insert(a.statuses.begin() + 3, status(phase::starting, "1.1", {"1.1"}));
    for (auto& d : a.deeds) ++d.after;
    EXPECT_FALSE(rule(the_story, a).contained);
}

TEST(judge, refuses_somebody_gone_at_rest)
{
    auto a = workers();
    a.deeds[0].rest.living = {"1.1"};
    EXPECT_FALSE(rule(the_story, a).contained);
}

TEST(judge, refuses_somebody_left_at_the_end)
{
    auto a = workers();
    a.end.living = {"1.1.1"};
    EXPECT_FALSE(rule(the_story, a).contained);
}

// A daemon that is killed after the delay is started again at once.
TEST(judge, lets_time_pass_while_others_could_run)
{
    const std::string killed{"signalled 9"};
    account a;
    a.statuses = {
        status(phase::starting, "1", {"1"}),
        after(killed, status(phase::starting, "2", {"2"}, 2)),
        after(killed, status(phase::up, "2", {"2"}, 2)),
        after(killed, unwanted(status(phase::stopping, "2", {"2"}, 2))),
        after("signalled 15", unwanted(status(phase::down, nobody, {}, 2))),
    };
    a.deeds = {
        {.what = '!', .whom = "1", .after = 1},
        {.what = '.', .after = 3, .rest = {{"2"}, "2"}},
        {.what = 'x', .after = 3},
    };
    const auto r = rule("foreground is killed", a);
    EXPECT_TRUE(r.contained);
    EXPECT_EQ(r.untimely, 1);
}

} // namespace
} // namespace foster::judge
