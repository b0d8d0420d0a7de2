// The filter for all text that reaches a terminal.
#include "lib/printable.h"

#include <gtest/gtest.h>

namespace foster {
namespace {

TEST(printable, keeps_text)
{
    EXPECT_EQ(printable("web-1 ~!"), "web-1 ~!");
    EXPECT_EQ(printable("h\xc3\xa9t\xe2\x82\xac \xc2\xa0\xf0\x9f\x98\x80"),
              "h\xc3\xa9t\xe2\x82\xac \xc2\xa0\xf0\x9f\x98\x80");
    EXPECT_EQ(printable(""), "");
}

TEST(printable, replaces_c0_and_del)
{
    EXPECT_EQ(printable("a\x1b[31mb\nc\td\x7f"), "a?[31mb?c?d?");
    EXPECT_EQ(printable(std::string(1, '\0')), "?");
}

TEST(printable, replaces_c1)
{
    EXPECT_EQ(printable("a\xc2\x80z\xc2\x9b"
                        "31m\xc2\x9d\xc2\x9fz"),
              "a?z?31m??z");
}

TEST(printable, replaces_bytes_that_are_no_characters)
{
    EXPECT_EQ(printable("a\x9b"
                        "31mb\xff\xc2"),
              "a?31mb??");
    EXPECT_EQ(printable("\xe2\x80"), "??");
}

TEST(printable, replaces_changes_of_direction_and_separators)
{
    EXPECT_EQ(printable("a\xe2\x80\xae"
                        "b\xe2\x81\xa6"
                        "c\xe2\x80\xa8"
                        "d\xe2\x80\x8f"
                        "e\xd8\x9c"),
              "a?b?c?d?e?");
    EXPECT_EQ(printable("\xe2\x80\x94\xe2\x80\xa6\xe2\x81\xaa"),
              "\xe2\x80\x94\xe2\x80\xa6\xe2\x81\xaa");
}

TEST(printable, makes_it_in_place)
{
    char text[] = "a\xc2\x9bz";
    EXPECT_EQ(make_printable(std::span{text, 4}, ' '), 3U);
    EXPECT_EQ((std::string{text, 3}), "a z");
}

TEST(printable, keeps_lines_tabs_and_colours_of_output)
{
    EXPECT_EQ(printable_lines("\x1b[31ma\x1b[0m\tb\nc\n"), "\x1b[31ma\x1b[0m\tb\nc\n");
}

TEST(printable, keeps_no_other_control_in_output)
{
    EXPECT_EQ(printable_lines("\x1b[2J\x1b]0;x\a\x1b[31\r\xc2\x9b"
                              "5n\x1b"),
              "?[2J?]0;x??[31??5n?");
}

} // namespace
} // namespace foster
