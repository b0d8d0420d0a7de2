// Random orders of larger lives, which have too many orders to try all.
//
//   FOSTER_SEED=N foster_model_tests --gtest_filter='*random*'   repeats a failed run
//   FOSTER_DEEP=1 foster_model_tests                             takes minutes
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

#include "t/model/explorer.h"

namespace foster::model {
namespace {

// clang-format off
constexpr auto large = std::to_array<story>({
    {.name = "five forks", .run = "fork{fork{fork{fork{fork{main serve}}}}}"},
    {.name = "six workers",
     .run = "fork{setsid fork{main fork{serve} fork{serve} fork{serve} "
            "fork{serve} fork{serve} fork{serve} serve}}"},
    {.name = "down in five forks",
     .run = "fork{fork{fork{fork{fork{main serve}}}}}",
     .happens = "d",
     .ends = phase::down,
     .starts = 0,
     .told = false},
    {.name = "down among six workers",
     .run = "fork{setsid fork{main fork{serve} fork{ignore:15 serve} fork{serve} "
            "fork{fork{serve}} fork{serve} fork{fork{ignore:15 serve}} serve}}",
     .happens = "d",
     .ends = phase::down,
     .starts = 0,
     .told = false},
    {.name = "killed thrice, restarted, down",
     .run = "fork{setsid fork{main serve}}",
     .happens = "!du!d",
     .ends = phase::down,
     .starts = 0,
     .told = false},
    {.name = "pids wrap in five forks",
     .run = "fork{fork{fork{fork{fork{main serve}}}}}",
     .happens = "!!",
     .starts = 0,
     .most_pids = 12},
});
// clang-format on

std::uint64_t number(const char* name, std::uint64_t otherwise)
{
    const char* const text = std::getenv(name);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

TEST(model, keeps_every_promise_in_random_orders)
{
    const bool one = std::getenv("FOSTER_SEED");
    const auto first = number("FOSTER_SEED", 1);
    const auto count = one ? 1 : number("FOSTER_DEEP", 0) ? 1'000'000 : 20'000;
    for (const auto& s : large) {
        std::uint64_t steps = 0;
        for (auto seed = first; seed < first + count; ++seed) {
            const auto v = explorer{s, in_short}.one_order(seed);
            steps += v.tried;
            std::string story;
            for (const auto& line : v.story) story += "  " + line + "\n";
            ASSERT_EQ(v.broken, "") << s.name << ", FOSTER_SEED=" << seed << "\n"
                                    << story;
        }
        std::printf("%-40s %8llu random orders %10llu steps\n", s.name.data(),
                    static_cast<unsigned long long>(count),
                    static_cast<unsigned long long>(steps));
    }
}

TEST(model, keeps_every_promise_in_every_order_of_large_lives)
{
    if (!number("FOSTER_DEEP", 0)) GTEST_SKIP() << "FOSTER_DEEP=1 does it, in minutes";
    for (const auto& s : large) {
        // No story here has a hand-over, so an unknown program changes nothing.
        const auto v = explorer{s, in_short, take_turn, exits::at_once}.every_order();
        ASSERT_EQ(v.broken, "") << s.name;
        std::printf("%-40s %20.0f interleavings %9llu lives\n", s.name.data(), v.orders,
                    static_cast<unsigned long long>(v.lives));
    }
}

TEST(model, takes_the_same_order_for_the_same_seed)
{
    const auto& s = stories[12];
    const auto steps = [&] { return explorer{s, in_short}.one_order(7).tried; };
    EXPECT_EQ(steps(), steps());
}

} // namespace
} // namespace foster::model
