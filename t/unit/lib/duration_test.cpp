// Times as people write them.
#include "lib/duration.h"

#include <gtest/gtest.h>

namespace foster {
namespace {

TEST(duration, takes_every_unit)
{
    EXPECT_EQ(parse_duration("250ms"), 250'000'000ns);
    EXPECT_EQ(parse_duration("30s"), 30'000'000'000ns);
    EXPECT_EQ(parse_duration("5m"), 300'000'000'000ns);
    EXPECT_EQ(parse_duration("2h"), 7'200'000'000'000ns);
    EXPECT_EQ(parse_duration("1d"), 86'400'000'000'000ns);
}

TEST(duration, may_be_nothing)
{
    EXPECT_EQ(parse_duration("0s"), 0ns);
}

TEST(duration, wants_a_unit)
{
    EXPECT_EQ(parse_duration("5"), std::nullopt);
}

TEST(duration, wants_a_number)
{
    EXPECT_EQ(parse_duration(""), std::nullopt);
    EXPECT_EQ(parse_duration("s"), std::nullopt);
    EXPECT_EQ(parse_duration("ms"), std::nullopt);
}

TEST(duration, wants_a_whole_number)
{
    EXPECT_EQ(parse_duration("1.5s"), std::nullopt);
    EXPECT_EQ(parse_duration("1e3s"), std::nullopt);
}

TEST(duration, wants_no_sign)
{
    EXPECT_EQ(parse_duration("-1s"), std::nullopt);
    EXPECT_EQ(parse_duration("+1s"), std::nullopt);
}

TEST(duration, wants_no_blanks)
{
    EXPECT_EQ(parse_duration(" 1s"), std::nullopt);
    EXPECT_EQ(parse_duration("1 s"), std::nullopt);
    EXPECT_EQ(parse_duration("1s "), std::nullopt);
}

TEST(duration, knows_no_other_unit)
{
    EXPECT_EQ(parse_duration("1w"), std::nullopt);
    EXPECT_EQ(parse_duration("1S"), std::nullopt);
    EXPECT_EQ(parse_duration("1min"), std::nullopt);
    EXPECT_EQ(parse_duration("1h30m"), std::nullopt);
}

TEST(duration, is_31_days_at_most)
{
    EXPECT_EQ(parse_duration("31d"), 2'678'400'000'000'000ns);
    EXPECT_EQ(parse_duration("32d"), std::nullopt);
    EXPECT_EQ(parse_duration("744h"), 2'678'400'000'000'000ns);
    EXPECT_EQ(parse_duration("745h"), std::nullopt);
}

TEST(duration, may_be_longer_where_it_is_told)
{
    EXPECT_EQ(parse_duration("32d", longest_look_back), 2'764'800'000'000'000ns);
    EXPECT_EQ(parse_duration("36500d", longest_look_back), 3'153'600'000'000'000'000ns);
    EXPECT_EQ(parse_duration("36501d", longest_look_back), std::nullopt);
}

TEST(duration, is_told_with_its_limit)
{
    EXPECT_EQ(duration_grammar(),
              "a number with a unit, at most 31d: 250ms, 30s, 5m, 2h, 1d");
}

TEST(duration, does_not_overflow)
{
    EXPECT_EQ(parse_duration("9223372036854775807d"), std::nullopt);
    EXPECT_EQ(parse_duration("9223372036854775808ms"), std::nullopt);
}

} // namespace
} // namespace foster
