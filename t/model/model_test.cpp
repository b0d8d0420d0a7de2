// The promises of supervise, in every order of every story.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

#include "t/model/explorer.h"
#include "t/model/gtest_name.h"

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
    const auto v = explorer{GetParam(), in_short}.every_order();
    EXPECT_EQ(v.broken, "") << told(v);
    show(GetParam(), v);
}

// The same with the adoption signal (kernel/adoptsig), whose queue has room for so many
// notices.  No adopted process is asked for the program of the dying one.
void told_of_adoptions(const story& s, std::size_t room)
{
    if (s.name == "quadruple fork" && !std::getenv("FOSTER_DEEP"))
        GTEST_SKIP() << "FOSTER_DEEP=1 does it, in half a minute";
    const auto v = explorer{s, in_short, take_turn, exits::at_once, room}.every_order();
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

// Returns stories in which supervise is killed at any call, while time passes and
// statuses are refused.  Stories without a finish and a script are small enough for
// more of both.
std::vector<story> killed()
{
    std::vector<story> all;
    for (const auto& s : stories)
        if (s.happens.find('^') != s.happens.npos && !s.control[0].letter)
            all.push_back(s);
    return all;
}

class every_kill : public testing::TestWithParam<story> {};

TEST_P(every_kill, among_ticks_and_refused_statuses)
{
    const bool deep = std::getenv("FOSTER_DEEP");
    story s = GetParam();
    if (s.name == "supervise is killed in a double fork" && !deep)
        GTEST_SKIP() << "FOSTER_DEEP=1 does it, in a minute";
    for (const auto& [ticks, unwritten] : {std::pair{2U, 1U}, {1U, 2U}, {3U, 3U}}) {
        if (ticks + unwritten > 3 && !deep) continue;
        s.ticks = ticks;
        s.unwritten = std::max(s.unwritten, unwritten);
        const auto v = explorer{s, in_short}.every_order();
        EXPECT_EQ(v.broken, "")
            << ticks << " ticks, " << unwritten << " refusals" << told(v);
        show(s, v);
    }
}

INSTANTIATE_TEST_SUITE_P(, every_kill, testing::ValuesIn(killed()),
                         [](const auto& one) { return test_name(one.param.name); });

INSTANTIATE_TEST_SUITE_P(, every_order, testing::ValuesIn(stories),
                         [](const auto& one) { return test_name(one.param.name); });

} // namespace
} // namespace foster::model

void foster::PrintTo(const story& s, std::ostream* out)
{
    *out << s.name;
}
