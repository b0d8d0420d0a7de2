// The system refuses any call, anywhere and for any time.  Still no promise is broken,
// supervise tries again, and when the refusals end, the service rests in the same way
// as without them.
//
//   FOSTER_DEEP=1 foster_model_tests --gtest_filter='*refus*'   takes minutes
#include <gtest/gtest.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "t/model/mutants.h"
#include "t/model/refused_calls.h"

namespace foster::model {
namespace {

// If a fork was not seen, its orphans may be indistinguishable.  The story does not
// tell where such a life ends.
story hindered(story s, call by)
{
    if (by != call::publish && by != call::spawn) {
        s.ends.reset();
        s.told = false;
    }
    if (by != call::publish) s.starts = 0;
    // A refused start takes time, whatever is commanded.
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

// Each call that can be refused, except three without a promise.  A script of control/
// that cannot be started forbids nothing (supervise(8)).  A message that cannot be read
// has not arrived yet.  A process is not believed if its service is unknown.
constexpr refusal kinds[] = {
    {.what = call::spawn, .error = EAGAIN},
    {.what = call::spawn, .error = ENOENT},
    {.what = call::finish, .error = EAGAIN},
    {.what = call::claimed},
    {.what = call::children},
    {.what = call::publish},
};

// The length of each refusal.
constexpr std::pair<unsigned, nanoseconds> spans[] = {{1, 0s}, {3, 0s}, {0, 7s}};

// Two mutants: one waits for nothing after a refusal, one waits for no time.
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
            // If run cannot be executed, finish runs too, and the story's own counts do
            // not include that.  Finish is not tried for longer than it might run.
            if (kind.error == ENOENT && !s.finish.empty()) continue;
            // The sender of READY is looked up in the list.
            if (kind.what == call::children && s.ready != readiness::settled) continue;
            // A supervise that dies loses what was not seen or not published.
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
