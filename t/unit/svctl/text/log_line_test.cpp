// The stamps of logs, as multilog, svlogd and s6-log write them, and the order of
// several logs.
#include "svctl/text/log_line.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace foster {
namespace {

// 2026-11-23T09:54:14Z is 1795427654 s: 0x6b040d46, and 10 more.
constexpr stamp seen{1795427654s};

log_line label(stamp when, const char* text)
{
    return {.when = when, .text = text, .label = true};
}

log_line plain(const char* text)
{
    return {.when = std::nullopt, .text = text};
}

struct zone {
    explicit zone(const char* name)
    {
        ::setenv("TZ", name, 1);
        ::tzset();
    }
    ~zone()
    {
        ::unsetenv("TZ");
        ::tzset();
    }
};

TEST(log_line, has_a_label_that_is_ten_seconds_ahead)
{
    EXPECT_EQ(read_log_line("@400000006b040d5020f52c04 a b"),
              label(seen + 552938500ns, "a b"));
    EXPECT_EQ(read_log_line("@400000000000000a00000000 "), label(stamp{}, ""));
}

TEST(log_line, has_what_svlogd_writes_in_utc)
{
    const zone east{"ABC-5"};
    EXPECT_EQ(read_log_line("2026-11-23_09:54:14.58459 a"),
              (log_line{.when = seen + 584590us, .text = "a"}));
    EXPECT_EQ(read_log_line("2026-11-23T09:54:14.60417 "),
              (log_line{.when = seen + 604170us, .text = ""}));
}

TEST(log_line, has_what_s6_log_writes_in_local_time)
{
    const zone east{"ABC-5"};
    EXPECT_EQ(read_log_line("2026-11-23 14:54:14.629691875  a"),
              (log_line{.when = seen + 629691875ns, .text = "a"}));
}

TEST(log_line, may_have_both_of_s6_log)
{
    EXPECT_EQ(read_log_line("@400000006b040d5000000000 2026-11-23 09:54:14.000000000  a"),
              label(seen, "a"));
}

TEST(log_line, is_read_of_before_1970_where_it_is_written_in_words)
{
    EXPECT_EQ(read_log_line("1969-12-31_23:59:59.50000 a"),
              (log_line{.when = stamp{-500ms}, .text = "a"}));
}

TEST(log_line, is_left_as_it_is_without_a_stamp)
{
    for (const auto* text : {"", "@", "a", "@a b", "2026", "\xff\xfe"})
        EXPECT_EQ(read_log_line(text), plain(text));
}

TEST(log_line, is_left_as_it_is_with_a_broken_one)
{
    for (const auto* text : {
             "@400000006b040d5020f52c0 a",      // too short
             "@400000006b040d5020f52c04a",      // no blank
             "@400000006b040d5020f52c04",       // cut off
             "@400000006b040d5020F52C04 a",     // no logger writes capitals
             "@400000006b040d50ffffffff a",     // more than a second
             "@400000000000000900000000 a",     // before 1970
             "@ffffffffffffffff00000000 a",     // after 2262
             "2026-11-23_09:54:14.5845 a",      // too short
             "2026-11-23_09:54:14.584599 a",    // too long
             "2026-11-23 09:54:14.58459 a",     // svlogd has no blank there
             "2026-11-23 09:54:14.629691875 a", // s6-log has two
             "2026-02-30_09:54:14.58459 a",     // no such day
             "2026-11-23_24:54:14.58459 a",     // no such hour
             "0000-01-01_00:00:00.00000 a",     // beyond the range of a stamp
             "9999-11-23T09:54:14.58459 a",
         })
        EXPECT_EQ(read_log_line(text), plain(text));
}

TEST(log_line, is_shown_in_local_time)
{
    const zone east{"ABC-5"};
    EXPECT_EQ(to_text(label(seen + 552ms, "a")), "2026-11-23 14:54:14.552 a");
    EXPECT_EQ(to_text(plain("a")), "a");
}

TEST(log_line, counts_leap_seconds_if_it_is_later_than_its_file)
{
    EXPECT_TRUE(counts_leap_seconds(seen + 27s, seen));
    EXPECT_TRUE(counts_leap_seconds(seen + 25s, seen)); // it waited for two seconds
    EXPECT_TRUE(counts_leap_seconds(seen + 27s + 10ms, seen));
    EXPECT_FALSE(counts_leap_seconds(seen, seen));
    EXPECT_FALSE(counts_leap_seconds(seen + 10ms, seen)); // the clock of files is behind
    EXPECT_FALSE(counts_leap_seconds(seen - 1h, seen));
    EXPECT_FALSE(counts_leap_seconds(seen + 1h, seen)); // the clock was set
}

TEST(log_line, has_leap_seconds_taken_from_labels_only)
{
    auto one = label(seen + 27s, "a");
    take_leap_seconds(one);
    EXPECT_EQ(one, label(seen, "a"));
    log_line other{.when = seen, .text = "a"};
    take_leap_seconds(other);
    EXPECT_EQ(other.when, seen);
}

TEST(log_line, is_not_looked_for_in_what_is_compressed)
{
    using namespace std::string_view_literals;
    EXPECT_TRUE(is_compressed("\x1f\x8b\x08\0"sv));
    EXPECT_TRUE(is_compressed("\x28\xb5\x2f\xfd"));
    EXPECT_TRUE(is_compressed("\xfd"
                              "7zXZ\0"sv));
    EXPECT_FALSE(is_compressed(""));
    EXPECT_FALSE(is_compressed("@400000"));
}

using order = std::vector<log_place>;

TEST(log_lines, of_several_are_in_order_of_time)
{
    const log_part web{{label(seen, ""), label(seen + 2s, "")}, seen};
    const log_part db{{label(seen + 1s, ""), label(seen + 3s, "")}, seen};
    EXPECT_EQ(in_order_of_time({web, {}, db}), (order{{0, 0}, {2, 0}, {0, 1}, {2, 1}}));
}

TEST(log_lines, stay_below_their_own_if_they_have_no_stamp)
{
    const log_part web{{label(seen, ""), plain(""), label(seen + 2s, "")}, seen};
    const log_part db{{plain(""), label(seen + 1s, "")}, seen};
    EXPECT_EQ(in_order_of_time({web, db}),
              (order{{0, 0}, {0, 1}, {1, 0}, {1, 1}, {0, 2}}));
}

TEST(log_lines, without_stamps_are_of_when_their_file_was_written)
{
    const log_part web{{plain(""), plain("")}, seen + 1s};
    const log_part db{{label(seen, ""), label(seen + 2s, "")}, seen};
    EXPECT_EQ(in_order_of_time({web, db}), (order{{1, 0}, {0, 0}, {0, 1}, {1, 1}}));
}

TEST(log_lines, stay_in_their_order_when_a_clock_is_set_back)
{
    const log_part web{{label(seen + 2s, ""), label(seen, "")}, seen};
    const log_part db{{label(seen + 1s, "")}, seen};
    EXPECT_EQ(in_order_of_time({web, db}), (order{{1, 0}, {0, 0}, {0, 1}}));
}

} // namespace
} // namespace foster
