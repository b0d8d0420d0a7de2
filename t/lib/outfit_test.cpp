// The words of supervise-exec: which count, and in what order.
#include "lib/outfit.h"

#include <gtest/gtest.h>

namespace foster {
namespace {

using texts = std::vector<std::string>;

TEST(outfit, counts_the_last_of_a_subject)
{
    outfit all;
    put(all, {"a", {"x=1", "x=2"}, "f:1"});
    put(all, {"b", {"y=1"}, "f:2"});
    put(all, {"a", {"x=3"}, "g:1"});
    EXPECT_EQ(all, (outfit{{"b", {"y=1"}, "f:2"}, {"a", {"x=3"}, "g:1"}}));
}

TEST(outfit, gives_out_what_is_taken)
{
    outfit all;
    put(all, {"a", {"x=1"}, "f:1"});
    EXPECT_EQ(take(all, "b"), std::nullopt);
    EXPECT_EQ(take(all, "a"), (outfit_setting{"a", {"x=1"}, "f:1"}));
    EXPECT_TRUE(all.empty());
}

TEST(outfit, lets_a_variable_count_more_than_a_file)
{
    outfit all;
    put(all, {"env:A", {"env:A=1"}, "f:1"});
    put(all, {"environment-files", {"environment-file=b", "environment-file=a"}, "f:2"});
    put(all, {"clear-environment", {"clear-environment"}, "f:3"});
    EXPECT_EQ(in_order(all), (texts{"clear-environment", "environment-file=b",
                                    "environment-file=a", "env:A=1"}));
}

} // namespace
} // namespace foster
