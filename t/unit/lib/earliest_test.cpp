// The earliest of some instants.
#include "lib/earliest.h"

#include <gtest/gtest.h>

namespace foster {
namespace {

constexpr std::optional<instant> never;

TEST(earliest, is_the_first_of_all)
{
    EXPECT_EQ(earliest(instant{3s}, instant{1s}, instant{2s}), instant{1s});
}

TEST(earliest, ignores_what_is_absent)
{
    EXPECT_EQ(earliest(never, instant{2s}), instant{2s});
    EXPECT_EQ(earliest(instant{2s}, never), instant{2s});
}

TEST(earliest, is_absent_if_all_are)
{
    EXPECT_EQ(earliest(never, never), std::nullopt);
}

} // namespace
} // namespace foster
