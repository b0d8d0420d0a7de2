// The files of s6's service directories, and the words that they become.
#include "lib/s6_files.h"

#include <gtest/gtest.h>

namespace foster {
namespace {

std::string word(std::string_view name, std::string_view text)
{
    for (const auto& f : s6_files)
        if (f.name == name) return word_of(f, text).value_or("none");
    return "no such file";
}

TEST(s6_files, become_words)
{
    EXPECT_EQ(word("timeout-finish", "250\n"), "finish-timeout=250");
    EXPECT_EQ(word("timeout-kill", "250 ms"), "stop-timeout=250");
    EXPECT_EQ(word("down-signal", "SIGQUIT\n"), "stop-signal=3");
    EXPECT_EQ(word("down-signal", "3"), "stop-signal=3");
    EXPECT_EQ(word("notification-fd", "4\n"), "ready-fd=4");
}

TEST(s6_files, wait_for_ever_by_a_zero)
{
    EXPECT_EQ(word("timeout-kill", "0\n"), "stop-timeout=2678400000");
}

TEST(s6_files, become_nothing_by_what_is_none_of_theirs)
{
    EXPECT_EQ(word("timeout-kill", "soon\n"), "none");
    EXPECT_EQ(word("timeout-kill", ""), "none");
    EXPECT_EQ(word("down-signal", "SIGNOT"), "none");
    EXPECT_EQ(word("down-signal", "0"), "none");
    EXPECT_EQ(word("notification-fd", "2"), "none");
    EXPECT_EQ(word("notification-fd", "256"), "none");
}

} // namespace
} // namespace foster
