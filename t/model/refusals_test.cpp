// Whatever the system refuses, wherever and however long: no promise is broken, what is
// owed is tried again, and when all is well again the service rests as it does
// unhindered.
//
//   FOSTER_DEEP=1 foster_model_tests --gtest_filter='*refus*'   minutes, not seconds
#include <gtest/gtest.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "t/model/mutants.h"
#include "t/model/refusals.h"

namespace foster::model {
namespace {

// Whose fork was not seen may leave heirs that are told apart no more: where such a life
// ends is not its story's to say.
story hindered(story s, call by)
{
    if (by != call::publish && by != call::spawn) {
        s.ends.reset();
        s.told = false;
    }
    if (by != call::publish) s.starts = 0;
    // What is refused before a start takes its time, whatever is commanded.
    if (by == call::spawn || by == call::finish) s.delay.reset();
    return s;
}

struct result {
    bool met = false;
    std::string broken{};
    std::string story{};
};

result live_through(const story& s, refusal r, std::uint64_t seed,
                    const refused_life::answer& wrong = {})
{
    refused_life life{r, wrong};
    const auto by = [&](kernel& k, service& v, std::optional<status>& told,
                        std::string_view letters) {
        return life.take(k, v, told, letters);
    };
    const auto v = explorer{s, in_short, by}.one_order(seed);
    result found{.met = life.met(), .broken = v.broken};
    if (life.broken()) found.broken = life.broken();
    for (const auto& line : v.story) found.story += "  " + line + "\n";
    return found;
}

// Each call that can be refused, but for three that have no promise to break: a script of
// control/ that cannot be started forbids nothing (supervise(8)), a message that cannot
// be read has not come yet, and whoever cannot be told to be of the service is not
// believed.
constexpr refusal kinds[] = {
    {.what = call::spawn, .error = EAGAIN},
    {.what = call::spawn, .error = ENOENT},
    {.what = call::finish, .error = EAGAIN},
    {.what = call::claimed},
    {.what = call::children},
    {.what = call::publish},
};

// So long, each.
constexpr std::pair<unsigned, nanoseconds> spans[] = {{1, 0s}, {3, 0s}, {0, 7s}};

// A turn that waits for nothing after a refusal, and one that waits for no time.
TEST(model, convicts_who_does_not_try_again)
{
    const auto forgets = [](turn::outcome o, bool refused) {
        if (refused) o.until.reset();
        return o;
    };
    for (const call what : {call::publish, call::children}) {
        const refusal r{.what = what};
        EXPECT_EQ(live_through(story_named("single fork"), r, 1, forgets).broken,
                  promise::owed);
    }
}

TEST(model, convicts_who_spins)
{
    const auto spins = [](turn::outcome o, bool refused) {
        if (refused) o.until = instant{};
        return o;
    };
    const refusal r{.what = call::publish, .lasts = 7s};
    EXPECT_EQ(live_through(story_named("single fork"), r, 1, spins).broken,
              promise::calm);
}

TEST(model, keeps_every_promise_whatever_is_refused)
{
    const unsigned seeds = std::getenv("FOSTER_DEEP") ? 200 : 3;
    unsigned long long lives = 0;
    for (const auto& s : stories) {
        const bool killed = s.happens.find('^') != s.happens.npos;
        for (const auto& kind : kinds) {
            // A run that cannot be executed has finish run, too: its own table of deaths
            // does not know of that.  And finish is tried no longer than it might run.
            if (kind.error == ENOENT && !s.finish.empty()) continue;
            // Who says READY is looked for in the list.
            if (kind.what == call::children && s.ready != readiness::settled) continue;
            // What was not seen, or not published, is lost with a supervise that dies.
            if (kind.what != call::spawn && killed) continue;
            for (const auto& [times, lasts] : spans) {
                if (kind.what == call::finish && lasts > in_short.finish_timeout)
                    continue;
                for (unsigned seed = 1; seed <= seeds; ++seed) {
                    bool met = true;
                    for (unsigned from = 1; met && from < 100; ++from, ++lives) {
                        const refusal r{kind.what, from, times, lasts, kind.error};
                        const auto found = live_through(hindered(s, kind.what), r, seed);
                        met = found.met;
                        ASSERT_EQ(found.broken, "")
                            << s.name << ", call " << int(kind.what) << " from " << from
                            << ", " << times << " times or " << lasts / 1s << " s, seed "
                            << seed << "\n"
                            << found.story;
                    }
                }
            }
        }
    }
    std::printf("%llu lives among refusals\n", lives);
}

} // namespace
} // namespace foster::model
