// Numbers with units, limits, and lists of processors.
#include "lib/quantities.h"

#include <gtest/gtest.h>

namespace foster {
namespace {

TEST(quantity, has_the_units_of_its_measure)
{
    EXPECT_EQ(parse_quantity("512", measure::bytes), 512u);
    EXPECT_EQ(parse_quantity("2KiB", measure::bytes), 2048u);
    EXPECT_EQ(parse_quantity("64MiB", measure::bytes), 67108864u);
    EXPECT_EQ(parse_quantity("3GB", measure::bytes), 3000000000u);
    EXPECT_EQ(parse_quantity("1TiB", measure::bytes), 1099511627776u);
    EXPECT_EQ(parse_quantity("2h", measure::seconds), 7200u);
    EXPECT_EQ(parse_quantity("200ms", measure::microseconds), 200000u);
    EXPECT_EQ(parse_quantity("7", measure::count), 7u);
}

TEST(quantity, is_nothing_else)
{
    for (const auto* text : {"", "-1", "1.5", "1 MiB", "MiB", "1mib", "1s", "0x10",
                             "99999999999999999999", "9223372036854775807KiB"})
        EXPECT_EQ(parse_quantity(text, measure::bytes), std::nullopt) << text;
    EXPECT_EQ(parse_quantity("1KiB", measure::count), std::nullopt);
}

TEST(quantity, makes_a_limit_of_one_number_or_two)
{
    EXPECT_EQ(lowered_limit("1KiB", measure::bytes), "1024:1024");
    EXPECT_EQ(lowered_limit("unlimited", measure::bytes), "unlimited:unlimited");
    EXPECT_EQ(lowered_limit("1m:unlimited", measure::seconds), "60:unlimited");
    EXPECT_EQ(lowered_limit("0:5", measure::count), "0:5");
}

TEST(quantity, makes_no_limit_of_anything_else)
{
    for (const auto* text : {"", ":", "1:", ":1", "2:1", "unlimited:1", "1:2:3", "none"})
        EXPECT_EQ(lowered_limit(text, measure::count), std::nullopt) << text;
}

TEST(quantity, is_within_its_range)
{
    EXPECT_EQ(parse_number("-20", -20, 19), -20);
    for (const auto* text : {"-21", "20", "", "+1", "1 ", "0x1"})
        EXPECT_EQ(parse_number(text, -20, 19), std::nullopt) << text;
}

TEST(quantity, lists_processors)
{
    processors all;
    all.set(0).set(1).set(2).set(5);
    EXPECT_EQ(parse_processors("0-2,5"), all);
    EXPECT_EQ(parse_processors("5,2,0-1,1"), all);
    for (const auto* text :
         {"", ",", "1,", ",1", "2-1", "-1", "1-", "a", "1024", "1-2-3"})
        EXPECT_EQ(parse_processors(text), std::nullopt) << text;
}

} // namespace
} // namespace foster
