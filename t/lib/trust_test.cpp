// Whom what is executed is in the hands of.
#include "lib/trust.h"

#include <gtest/gtest.h>

namespace foster {
namespace {

constexpr unsigned tux = 1000;
constexpr unsigned staff = 50;

TEST(trust, is_in_root_and_in_who_runs_it)
{
    EXPECT_EQ(who_may_change({0, 0, 0755}, {}), stranger::none);
    EXPECT_EQ(who_may_change({0, 0, 0775}, {}), stranger::none);
    EXPECT_EQ(who_may_change({0, 0, 0755}, {tux, tux, tux}), stranger::none);
    EXPECT_EQ(who_may_change({tux, tux, 0775}, {tux, tux, tux}), stranger::none);
}

TEST(trust, is_in_the_owner_of_the_scan_directory)
{
    EXPECT_EQ(who_may_change({tux, tux, 0755}, {0, tux, 0}), stranger::none);
    EXPECT_EQ(who_may_change({tux, tux, 0755}, {0, 0, 0}), stranger::owner);
}

TEST(trust, is_not_in_a_group_that_may_write)
{
    EXPECT_EQ(who_may_change({0, staff, 0755}, {}), stranger::none);
    EXPECT_EQ(who_may_change({0, staff, 0775}, {}), stranger::group);
}

TEST(trust, is_least_in_everybody)
{
    EXPECT_EQ(who_may_change({tux, staff, 0777}, {}), stranger::everybody);
    EXPECT_EQ(who_may_change({0, 0, 01777}, {}), stranger::everybody);
    EXPECT_EQ(who_may_change({tux, tux, 0757}, {tux, tux, tux}), stranger::everybody);
}

} // namespace
} // namespace foster
