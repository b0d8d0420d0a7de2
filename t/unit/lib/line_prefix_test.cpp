// Each line is written whole, with its name, however the text arrives.
#include "lib/line_prefix.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace foster {
namespace {

std::string written(std::initializer_list<std::string_view> pieces, bool end = false)
{
    line_prefix lines{"web"};
    std::string all;
    const auto write = [&](std::string_view text) { all += text; };
    for (const auto p : pieces) lines.take(p, write);
    if (end) lines.end(write);
    return all;
}

TEST(line_prefix, names_each_line)
{
    EXPECT_EQ(written({"one\n\ntwo\n"}), "web: one\nweb: \nweb: two\n");
}

TEST(line_prefix, waits_for_the_end_of_a_line)
{
    EXPECT_EQ(written({"o", "ne", "\ntw"}), "web: one\n");
    EXPECT_EQ(written({"one\ntw"}, true), "web: one\nweb: tw\n");
    EXPECT_EQ(written({"one\n"}, true), "web: one\n");
}

TEST(line_prefix, keeps_a_bounded_part_of_a_line)
{
    const std::string most(line_prefix::most_text, 'x');
    EXPECT_EQ(written({most + "y\n"}), "web: " + most + "\nweb: y\n");
}

TEST(line_prefix, leaves_the_name_that_is_there)
{
    EXPECT_EQ(written({"supervise web: warning: x\nsupervise db: y\n"}),
              "supervise web: warning: x\nweb: supervise db: y\n");
}

} // namespace
} // namespace foster
