// Every story in every order: the promises of supervise, kept.
#include <gtest/gtest.h>

#include <cstdio>

#include "t/model/explorer.h"

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

TEST_P(every_order, keeps_every_promise)
{
    const auto v = explorer{GetParam(), settings{}}.every_order();
    EXPECT_EQ(v.broken, "") << told(v);
    std::printf("%-50.*s %14.0f interleavings %8llu lives %9llu steps\n",
                static_cast<int>(GetParam().name.size()), GetParam().name.data(),
                v.orders, static_cast<unsigned long long>(v.lives),
                static_cast<unsigned long long>(v.tried));
}

std::string identifier(const testing::TestParamInfo<story>& info)
{
    std::string name{info.param.name};
    for (char& c : name)
        if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
    return name;
}

INSTANTIATE_TEST_SUITE_P(stories, every_order, testing::ValuesIn(stories), identifier);

} // namespace
} // namespace foster::model

void foster::PrintTo(const story& s, std::ostream* out)
{
    *out << s.name;
}
