// Files that hold an environment, in both forms.
#include "lib/environment_file.h"

#include <gtest/gtest.h>

namespace foster {
namespace {

using variables = std::vector<variable>;

TEST(environment_file, reads_lines_in_their_order)
{
    EXPECT_EQ(read_environment("A=1\nB=two words\nA=3").variables,
              (variables{{"A", "1"}, {"B", "two words"}, {"A", "3"}}));
}

TEST(environment_file, passes_over_comments_and_empty_lines)
{
    EXPECT_EQ(read_environment("# A=1\n\n \t\n  # B\nC=1 # 2\n").variables,
              (variables{{"C", "1 # 2"}}));
}

TEST(environment_file, does_not_count_blanks_around_name_and_value)
{
    EXPECT_EQ(read_environment(" A = 1 \r\n").variables, (variables{{"A", "1"}}));
}

TEST(environment_file, reads_quotes)
{
    EXPECT_EQ(
        read_environment("A=' a\\b '\nB=\" a\\\"b\\\\ \"\nC=\"\"\nD=a\"b").variables,
        (variables{{"A", " a\\b "}, {"B", " a\"b\\ "}, {"C", ""}, {"D", "a\"b"}}));
}

TEST(environment_file, reads_a_value_of_nothing)
{
    EXPECT_EQ(read_environment("A=\n").variables, (variables{{"A", ""}}));
}

TEST(environment_file, tells_the_line_that_is_none)
{
    EXPECT_EQ(read_environment("A=1\n\nexport B=1\n").line, 3u);
    EXPECT_EQ(read_environment("A\n").line, 1u);
    EXPECT_EQ(read_environment("=1\n").line, 1u);
    EXPECT_EQ(read_environment("1A=1\n").line, 1u);
    EXPECT_EQ(read_environment("A='1\n").line, 1u);
    EXPECT_EQ(read_environment("A=\"1\" 2\n").line, 1u);
    EXPECT_EQ(read_environment("A=\"1\\\"\n").line, 1u);
    EXPECT_EQ(read_environment({"A=a\0b\n", 6}).line, 1u);
}

TEST(environment_file, believes_nothing_of_a_file_that_is_wrong)
{
    EXPECT_TRUE(read_environment("A=1\nB\n").variables.empty());
}

TEST(environment_file, takes_the_first_line_of_a_directorys_file)
{
    EXPECT_EQ(directory_value("a b \t\nc\n"), "a b");
    EXPECT_EQ(directory_value("a"), "a");
    EXPECT_EQ(directory_value("\n"), "");
    EXPECT_EQ(directory_value({"a\0b ", 4}), "a\nb");
}

TEST(environment_file, passes_over_files_that_name_no_variable)
{
    EXPECT_TRUE(holds_variable("A"));
    EXPECT_FALSE(holds_variable(".A"));
    EXPECT_FALSE(holds_variable("A=1"));
}

} // namespace
} // namespace foster
