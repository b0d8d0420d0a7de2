// The time of the next start.
#include "lib/start_pace.h"

#include <gtest/gtest.h>

namespace foster {
namespace {

TEST(pace, lets_the_first_start_through_at_once)
{
    EXPECT_EQ(pace{1s}.not_before(), instant{});
}

TEST(pace, counts_from_the_try)
{
    pace p{1s};
    p.tried(instant{100s});
    EXPECT_EQ(p.not_before(), instant{101s});
}

TEST(pace, counts_from_the_last_of_several)
{
    pace p{1s};
    p.tried(instant{100s});
    p.tried(instant{100s + 300ms});
    EXPECT_EQ(p.not_before(), instant{101s + 300ms});
}

TEST(pace, grows_with_each_short_life)
{
    pace p{1s, 300, 5s, 10s};
    p.tried(instant{100s});
    p.ended(instant{100s});
    EXPECT_EQ(p.not_before(), instant{101s});
    p.tried(instant{101s});
    p.ended(instant{101s});
    EXPECT_EQ(p.not_before(), instant{104s});
    p.tried(instant{104s});
    p.ended(instant{104s});
    EXPECT_EQ(p.not_before(), instant{109s});
}

TEST(pace, is_as_it_was_after_a_healthy_life)
{
    pace p{1s, 300, 5s, 10s};
    p.tried(instant{100s});
    p.ended(instant{100s});
    p.tried(instant{101s});
    p.ended(instant{111s});
    EXPECT_EQ(p.not_before(), instant{102s});
}

TEST(pace, adds_by_chance_what_it_may)
{
    nanoseconds least = 1h;
    nanoseconds most{};
    for (int i = 0; i < 1000; ++i) {
        pace p{1s, 100, 5s, 10s, 50};
        p.tried(instant{100s});
        p.ended(instant{100s + i * 1ms + i * 7ns});
        const auto delay = p.not_before() - instant{100s};
        least = std::min<nanoseconds>(least, delay);
        most = std::max<nanoseconds>(most, delay);
    }
    EXPECT_GE(least, 1s);
    EXPECT_LT(least, 1050ms);
    EXPECT_LE(most, 1500ms);
    EXPECT_GT(most, 1450ms);
}

TEST(pace, is_cut_to_a_second_by_a_command)
{
    pace p{1h};
    p.tried(instant{100s});
    p.ended(instant{100s});
    EXPECT_EQ(p.hasten(instant{100s + 200ms}), 1h - 1s);
    EXPECT_EQ(p.not_before(), instant{101s});
}

TEST(pace, lets_a_command_start_at_once_what_was_tried_long_ago)
{
    pace p{1h};
    p.tried(instant{100s});
    p.ended(instant{100s});
    p.hasten(instant{500s});
    EXPECT_EQ(p.not_before(), instant{500s});
}

TEST(pace, is_not_made_longer_by_a_command)
{
    pace p{250ms};
    p.tried(instant{100s});
    EXPECT_EQ(p.hasten(instant{100s}), 0s);
    EXPECT_EQ(p.not_before(), instant{100s + 250ms});
}

TEST(pace, may_be_none)
{
    pace p{0s};
    p.tried(instant{100s});
    EXPECT_EQ(p.not_before(), instant{100s});
}

TEST(pace, is_equal_to_one_that_has_seen_the_same)
{
    pace one{1s};
    pace other{1s};
    EXPECT_EQ(one, other);
    one.tried(instant{1s});
    EXPECT_NE(one, other);
}

} // namespace
} // namespace foster
