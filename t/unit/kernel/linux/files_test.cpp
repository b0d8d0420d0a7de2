// The names in a directory.
#include "kernel/linux/files.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "t/unit/scratch.h"

namespace foster {
namespace {

class names_in_test : public testing::Test {
  protected:
    names_in_test()
    {
        make("run");
        make("down-signal");
    }

    void make(const std::string& name) const { std::ofstream{dir_.path() / name}; }

    scratch dir_;
};

TEST_F(names_in_test, tells_who_is_there)
{
    const names_in names{dir_.path()};
    EXPECT_TRUE(names.may_have("run"));
    EXPECT_TRUE(names.may_have("down-signal"));
    EXPECT_TRUE(names.may_have("."));
}

TEST_F(names_in_test, tells_who_is_not)
{
    const names_in names{dir_.path()};
    EXPECT_FALSE(names.may_have("down"));
    EXPECT_FALSE(names.may_have("runs"));
    EXPECT_FALSE(names.may_have(""));
}

TEST_F(names_in_test, has_everybody_where_nothing_can_be_listed)
{
    EXPECT_TRUE(names_in{dir_.path() / "none"}.may_have("run"));
    EXPECT_TRUE(names_in{dir_.path() / "run"}.may_have("run"));
}

TEST_F(names_in_test, has_everybody_in_a_long_listing)
{
    for (int i = 0; i < 200; ++i) make("file" + std::to_string(i));
    const names_in names{dir_.path()};
    EXPECT_TRUE(names.may_have("file199"));
    EXPECT_TRUE(names.may_have("none"));
}

} // namespace
} // namespace foster
