// Instances, and their arguments in texts.
#include "lib/template_instance.h"

#include <gtest/gtest.h>

namespace foster {
namespace {

TEST(instance, begins_behind_the_first_at)
{
    EXPECT_EQ(instance_of("getty@tty1"), "tty1");
    EXPECT_EQ(instance_of("mail@me@example.org"), "me@example.org");
    EXPECT_EQ(instance_of("getty@tty1/log"), "tty1");
    EXPECT_EQ(instance_of("getty"), "");
    EXPECT_EQ(instance_of("getty@"), "");
}

TEST(instance, has_a_template_that_ends_with_the_at)
{
    EXPECT_TRUE(is_template("getty@"));
    EXPECT_FALSE(is_template("getty@tty1"));
    EXPECT_FALSE(is_template("getty"));
    EXPECT_FALSE(is_template(""));
    EXPECT_FALSE(is_template("a@b@"));
}

TEST(instance, is_put_into_a_text)
{
    EXPECT_EQ(expanded("/dev/%i", "tty1"), "/dev/tty1");
    EXPECT_EQ(expanded("%i%i 5%%%%i", "a"), "aa 5%%i");
    EXPECT_EQ(expanded("", "a"), "");
    EXPECT_EQ(expanded("100%", "a"), std::nullopt);
    EXPECT_EQ(expanded("%d", "a"), std::nullopt);
}

} // namespace
} // namespace foster
