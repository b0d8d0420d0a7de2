// The words of supervise-exec: their validity and their order.
#include "lib/exec_settings.h"

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

// Files that the user may change are opened with the user's groups, and before a new
// root is entered.
TEST(outfit, opens_files_with_the_groups_of_the_user)
{
    outfit all;
    put(all, {"run-as.directory", {"directory=d"}, "f:1"});
    put(all, {"run-as.root", {"root=r"}, "f:2"});
    put(all, {"environment-files", {"environment-file=a"}, "f:3"});
    put(all, {"uid", {"uid=1"}, "f:4"});
    put(all, {"gid", {"gid=2"}, "f:4"});
    put(all, {"groups", {"groups=3"}, "f:4"});
    EXPECT_EQ(in_order(all), (texts{"groups=3", "gid=2", "environment-file=a", "root=r",
                                    "directory=d", "uid=1"}));
}

TEST(outfit, tells_who_the_service_runs_as)
{
    outfit all;
    EXPECT_EQ(identity_in(all), identity{});
    put(all, {"uid", {"uid=33"}, "f:1"});
    put(all, {"groups", {"groups="}, "f:2"});
    EXPECT_EQ(identity_in(all), (identity{33, {}, {}}));
    put(all, {"gid", {"gid=34"}, "f:1"});
    put(all, {"groups", {"groups=4,24"}, "f:2"});
    EXPECT_EQ(identity_in(all), (identity{33, 34, {4, 24}}));
}

TEST(outfit, asks_for_a_command_in_another_root)
{
    outfit all;
    put(all, {"run-as.root", {"root=/jail"}, "f:1"});
    EXPECT_EQ(contradictions(all, false),
              (texts{"f:1: ./run is outside of the new root: set command"}));
    EXPECT_EQ(contradictions(all, true), texts{});
    put(all, {"command", {"a"}, "f:2"});
    EXPECT_EQ(contradictions(all, false), texts{});
}

TEST(outfit, gives_no_capability_that_it_takes_away)
{
    outfit all;
    put(all, {"security.capabilities-ambient", {"capabilities-ambient=21"}, "f:1"});
    EXPECT_EQ(contradictions(all, false), texts{});
    put(all, {"security.capabilities-bounding", {"capabilities-bounding=20"}, "f:2"});
    EXPECT_EQ(
        contradictions(all, false),
        (texts{"f:1: CAP_CHOWN must also be in security.capabilities-bounding (f:2)"}));
    put(all, {"security.capabilities-bounding", {"capabilities-bounding=21"}, "f:2"});
    EXPECT_EQ(contradictions(all, false), texts{});
}

} // namespace
} // namespace foster
