// The known word nearest to a mistyped one.
#include "lib/nearest_words.h"

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

TEST(nearest, takes_two_errors_in_a_longer_word_and_three_in_a_long_one)
{
    EXPECT_EQ(nearest("rstrt", {"restart"}, 1), texts{"restart"});
    EXPECT_EQ(nearest("foo", {"log"}, 1), texts{});
    EXPECT_EQ(nearest("strat", {"restart", "status"}, 1), texts{});
    EXPECT_EQ(nearest("restart.how", {"restart.when"}, 1), texts{"restart.when"});
    EXPECT_EQ(nearest("nonsense", {"command"}, 1), texts{});
}

TEST(nearest, is_silent_where_nothing_is_near)
{
    EXPECT_EQ(nearest("nginx", {"redis", "postgres"}, 3), texts{});
}

} // namespace
} // namespace foster
