// Which of the known words somebody may have meant.
#include "lib/nearest.h"

#include <gtest/gtest.h>

namespace foster {
namespace {

using texts = std::vector<std::string>;

TEST(nearest, counts_letters_put_in_left_out_and_changed)
{
    EXPECT_EQ(distance("web", "web"), 0u);
    EXPECT_EQ(distance("web", "webs"), 1u);
    EXPECT_EQ(distance("web", "eb"), 1u);
    EXPECT_EQ(distance("web", "wab"), 1u);
    EXPECT_EQ(distance("", "web"), 3u);
    EXPECT_EQ(distance("web", ""), 3u);
}

TEST(nearest, counts_two_swapped_letters_once)
{
    EXPECT_EQ(distance("status", "statsu"), 1u);
    EXPECT_EQ(distance("web", "ewb"), 1u);
}

TEST(nearest, names_all_that_are_equally_near)
{
    EXPECT_EQ(nearest("web3", {"db", "web1", "web2"}, 3), (texts{"web1", "web2"}));
}

TEST(nearest, names_no_more_than_it_is_asked_for)
{
    EXPECT_EQ(nearest("web3", {"web1", "web2"}, 1), (texts{"web1"}));
}

TEST(nearest, is_silent_where_nothing_is_near)
{
    EXPECT_EQ(nearest("nginx", {"redis", "postgres"}, 3), texts{});
}

} // namespace
} // namespace foster
