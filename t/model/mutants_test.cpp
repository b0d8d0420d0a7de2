// The model detects every mutant, by the promise that it breaks.
#include <gtest/gtest.h>

#include <cstdio>

#include "t/model/gtest_name.h"
#include "t/model/mutants.h"

namespace foster::model {
namespace {

class every_mutant : public testing::TestWithParam<mutant> {};

TEST_P(every_mutant, is_convicted)
{
    const auto& m = GetParam();
    const auto v =
        explorer{story_named(m.story), m.how, m.take, exits::in_two, m.room, m.reads}
            .every_order();
    EXPECT_EQ(v.broken, m.breaks);
    std::printf("%-45.*s by \"%s\" at step %llu of \"%.*s\"\n",
                static_cast<int>(m.name.size()), m.name.data(), v.broken.c_str(),
                static_cast<unsigned long long>(v.tried),
                static_cast<int>(m.story.size()), m.story.data());
}

INSTANTIATE_TEST_SUITE_P(, every_mutant,
                         testing::ValuesIn(mutants().begin(), mutants().end()),
                         [](const auto& one) { return test_name(one.param.name); });

} // namespace

void PrintTo(const mutant& m, std::ostream* out)
{
    *out << m.name;
}

} // namespace foster::model
