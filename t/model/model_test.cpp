// Every story in every order: the promises of supervise, kept.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

#include "t/model/explorer.h"
#include "t/model/test_name.h"

namespace foster {
void PrintTo(const story& s, std::ostream* out);
}

namespace foster::model {
namespace {

std::string told(const verdict& v)
{
    std::string text = "\nbroken: " + v.broken + "\n";
    for (const auto& line : v.story) text += "  " + line + "\n";
    return text;
}

class every_order : public testing::TestWithParam<story> {};

void show(const story& s, const verdict& v)
{
    std::printf("%-50.*s %14.0f interleavings %8llu lives %9llu steps%s%s\n",
                static_cast<int>(s.name.size()), s.name.data(), v.orders,
                static_cast<unsigned long long>(v.lives),
                static_cast<unsigned long long>(v.tried), v.wrong ? ", a wrong main" : "",
                v.unsure ? ", unsure" : "");
}

TEST_P(every_order, keeps_its_promises)
{
    const auto v = explorer{GetParam(), settings{}}.every_order();
    EXPECT_EQ(v.broken, "") << told(v);
    show(GetParam(), v);
}

// The same under a kernel with the adoption signal (kernel/adoptsig), whose queue has
// room for so many notices.  Nobody who is adopted is asked for the program of the dying.
void told_of_adoptions(const story& s, std::size_t room)
{
    if (s.name == "quadruple fork" && !std::getenv("FOSTER_DEEP"))
        GTEST_SKIP() << "FOSTER_DEEP=1 does it, in half a minute";
    const auto v = explorer{s, settings{}, take_turn, exits::at_once, room}.every_order();
    EXPECT_EQ(v.broken, "") << told(v);
    show(s, v);
}

TEST_P(every_order, keeps_its_promises_told)
{
    told_of_adoptions(GetParam(), static_cast<std::size_t>(GetParam().most_pids));
}

TEST_P(every_order, keeps_its_promises_told_once)
{
    told_of_adoptions(GetParam(), 1);
}

INSTANTIATE_TEST_SUITE_P(, every_order, testing::ValuesIn(stories),
                         [](const auto& one) { return test_name(one.param.name); });

} // namespace
} // namespace foster::model

void foster::PrintTo(const story& s, std::ostream* out)
{
    *out << s.name;
}
