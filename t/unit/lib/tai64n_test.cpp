// TAI64N labels, compared with multilog's.
#include "lib/tai64n.h"

#include <gtest/gtest.h>

namespace foster {
namespace {

// 2026-11-22T14:31:07Z is 1795357867 s: 0x6b02fcab, and 10 more.
constexpr stamp seen{1795357867s + 123456789ns};
constexpr tai64n label{0x40, 0, 0, 0, 0x6b, 0x02, 0xfc, 0xb5, 0x07, 0x5b, 0xcd, 0x15};

TEST(tai64n, begins_ten_seconds_before_1970)
{
    EXPECT_EQ(to_tai64n(stamp{}), (tai64n{0x40, 0, 0, 0, 0, 0, 0, 10, 0, 0, 0, 0}));
}

TEST(tai64n, is_written_with_the_greatest_byte_first)
{
    EXPECT_EQ(to_tai64n(seen), label);
}

TEST(tai64n, is_read_as_it_is_written)
{
    EXPECT_EQ(from_tai64n(label), seen);
}

TEST(tai64n, keeps_every_nanosecond)
{
    EXPECT_EQ(to_tai64n(stamp{999'999'999ns}),
              (tai64n{0x40, 0, 0, 0, 0, 0, 0, 10, 0x3b, 0x9a, 0xc9, 0xff}));
}

TEST(tai64n, carries_into_the_next_second)
{
    EXPECT_EQ(to_tai64n(stamp{1'000'000'000ns}),
              (tai64n{0x40, 0, 0, 0, 0, 0, 0, 11, 0, 0, 0, 0}));
}

// 2^32 s: 2106-02-07.
TEST(tai64n, outlives_32_bits)
{
    EXPECT_EQ(to_tai64n(stamp{4294967296s}),
              (tai64n{0x40, 0, 0, 1, 0, 0, 0, 10, 0, 0, 0, 0}));
}

TEST(tai64n, can_be_had_at_compile_time)
{
    static_assert(to_tai64n(seen) == label);
    static_assert(from_tai64n(label) == seen);
}

TEST(tai64n, is_held_to_what_a_stamp_can_be)
{
    EXPECT_EQ(from_tai64n({}), stamp{});
    tai64n late{};
    late.fill(0xff);
    EXPECT_EQ(from_tai64n(late), stamp::max());
}

} // namespace
} // namespace foster
