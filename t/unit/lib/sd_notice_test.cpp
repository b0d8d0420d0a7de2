// Messages of sd_notify(3).
#include "lib/sd_notice.h"

#include <gtest/gtest.h>

namespace foster {
namespace {

TEST(notice, says_ready)
{
    EXPECT_EQ(read_notice("READY=1"), notice{.ready = true});
}

TEST(notice, says_not_ready_while_it_reloads_or_stops)
{
    EXPECT_EQ(read_notice("RELOADING=1\nMONOTONIC_USEC=7\n"), notice{.ready = false});
    EXPECT_EQ(read_notice("STOPPING=1"), notice{.ready = false});
}

TEST(notice, names_a_main)
{
    EXPECT_EQ(read_notice("STATUS=fine\nMAINPID=4412"),
              (notice{.main = {4412}, .says = "fine"}));
}

TEST(notice, feeds_and_triggers_the_watchdog)
{
    EXPECT_EQ(read_notice("WATCHDOG=1"), notice{.lives = true});
    EXPECT_EQ(read_notice("WATCHDOG=trigger"), notice{.fails = true});
}

TEST(notice, asks_for_time)
{
    EXPECT_EQ(read_notice("EXTEND_TIMEOUT_USEC=2000000"), notice{.more_time = 2s});
}

TEST(notice, says_in_words_what_it_does)
{
    EXPECT_EQ(read_notice("STATUS=listening on 80\nREADY=1"),
              (notice{.ready = true, .says = "listening on 80"}));
    EXPECT_EQ(read_notice("STATUS="), notice{.says = ""});
}

TEST(notice, says_one_short_line_of_utf8)
{
    EXPECT_EQ(read_notice("STATUS=a\tb\x1b[1m\x7f").says, "a b [1m ");
    EXPECT_EQ(read_notice("STATUS=a\xc2\x9b\x31m\xe2\x80\xae.").says, "a 1m .");
    EXPECT_EQ(read_notice("STATUS=\xff").says, "\xef\xbf\xbd");
    EXPECT_EQ(read_notice("STATUS=" + std::string(500, 'x')).says, std::string(160, 'x'));
    EXPECT_EQ(read_notice("STATUS=" + std::string(159, 'x') + "\xc3\xa9").says,
              std::string(159, 'x'));
}

TEST(notice, says_nothing_that_is_malformed)
{
    for (const char* text :
         {"", "\n", "=", "READY", "READY=", "READY=0", "READY=11", "ready=1", " READY=1",
          "MAINPID=", "MAINPID=-1", "MAINPID=0", "MAINPID=1x", "MAINPID=99999999999",
          "EXTEND_TIMEOUT_USEC=-1", "EXTEND_TIMEOUT_USEC=99999999999999999999",
          "WATCHDOG=2", "READY=1\r"})
        EXPECT_EQ(read_notice(text), notice{}) << text;
}

} // namespace
} // namespace foster
