// The words of a plan.
#include "lib/settings.h"

#include <gtest/gtest.h>

namespace foster {
namespace {

settings after(std::string_view word)
{
    settings s;
    EXPECT_TRUE(read_word(s, word)) << word;
    return s;
}

// Returns whether the word is refused without a change.
testing::AssertionResult refuses(std::string_view word)
{
    settings s;
    if (read_word(s, word)) return testing::AssertionFailure() << word << " was taken";
    if (s != settings{}) return testing::AssertionFailure() << word << " left a trace";
    return testing::AssertionSuccess();
}

TEST(settings, keep_the_pidfile_when_told_an_empty_one)
{
    settings it;
    EXPECT_TRUE(read_word(it, "main-pidfile=/run/x"));
    EXPECT_FALSE(read_word(it, "main-pidfile="));
    EXPECT_EQ(it.pidfile, "/run/x");
}

TEST(settings, begin_as_the_manual_says)
{
    const settings s;
    EXPECT_EQ(s.delay, 1s);
    EXPECT_EQ(s.settle, 500ms);
    EXPECT_EQ(s.foreground, 60s);
    EXPECT_EQ(s.stop_timeout, 1min);
    EXPECT_EQ(s.kin_timeout, 10s);
    EXPECT_EQ(s.finish_timeout, 1min);
    EXPECT_EQ(s.stop_signal, SIGTERM);
    EXPECT_FALSE(s.log);
}

TEST(settings, read_log)
{
    EXPECT_EQ(after("log"), settings{.log = true});
}

TEST(settings, read_each_time_in_milliseconds)
{
    EXPECT_EQ(after("delay=2500"), settings{.delay = 2500ms});
    EXPECT_EQ(after("settle=20"), settings{.settle = 20ms});
    EXPECT_EQ(after("foreground=30000"), settings{.foreground = 30s});
    EXPECT_EQ(after("stop-timeout=60000"), settings{.stop_timeout = 1min});
    EXPECT_EQ(after("kill-timeout=1"), settings{.kin_timeout = 1ms});
    EXPECT_EQ(after("kin-timeout=1"), settings{.kin_timeout = 1ms}); // by 0.1.0
}

TEST(settings, read_the_stop_signal_by_its_number)
{
    EXPECT_EQ(after("stop-signal=3"), settings{.stop_signal = SIGQUIT});
}

TEST(settings, add_up_word_by_word)
{
    settings s;
    EXPECT_TRUE(read_word(s, "delay=2000"));
    EXPECT_TRUE(read_word(s, "log"));
    EXPECT_TRUE(read_word(s, "delay=3000"));
    EXPECT_EQ(s, (settings{.delay = 3s, .log = true}));
}

TEST(settings, take_a_month_and_not_more)
{
    EXPECT_EQ(after("delay=2678400000"), settings{.delay = 744h});
    EXPECT_TRUE(refuses("delay=2678400001"));
    EXPECT_TRUE(refuses("delay=99999999999999999999"));
}

// Otherwise supervise would never rest.
TEST(settings, take_no_time_of_nothing)
{
    EXPECT_TRUE(refuses("delay=0"));
    EXPECT_TRUE(refuses("settle=0"));
    EXPECT_TRUE(refuses("foreground=0"));
    EXPECT_TRUE(refuses("stop-timeout=0"));
    EXPECT_TRUE(refuses("kill-timeout=0"));
}

TEST(settings, say_which_deaths_are_followed_by_a_start)
{
    EXPECT_EQ(after("restart=never"), settings{.restart = restart::never});
    EXPECT_EQ(after("restart=failure"), settings{.restart = restart::failure});
    EXPECT_EQ(after("restart=always"), settings{});
    EXPECT_TRUE(refuses("restart=sometimes"));
}

TEST(settings, let_the_delay_grow)
{
    EXPECT_EQ(after("delay-factor=150"), settings{.delay_factor = 150});
    EXPECT_TRUE(refuses("delay-factor=99"));
    EXPECT_EQ(after("jitter=25"), settings{.jitter = 25});
    EXPECT_TRUE(refuses("jitter=101"));
    EXPECT_EQ(after("max-delay=2000"), settings{.max_delay = 2s});
    EXPECT_EQ(after("healthy-after=2000"), settings{.healthy_after = 2s});
}

TEST(settings, say_when_to_give_up)
{
    EXPECT_EQ(after("give-up-count=5"), settings{.give_up_count = 5});
    EXPECT_TRUE(refuses("give-up-count=0"));
    EXPECT_EQ(after("give-up-within=2000"), settings{.give_up_within = 2s});
    EXPECT_EQ(after("finish-timeout=2000"), settings{.finish_timeout = 2s});
}

TEST(settings, say_when_it_is_ready)
{
    EXPECT_EQ(after("ready=spawned"), settings{.ready = readiness::spawned});
    EXPECT_EQ(after("ready=forked"), settings{.ready = readiness::forked});
    EXPECT_EQ(after("ready=fd"), settings{.ready = readiness::fd});
    EXPECT_EQ(after("ready=check"), settings{.ready = readiness::check});
    EXPECT_EQ(after("ready=notify"), settings{.ready = readiness::notify});
    EXPECT_EQ(after("watchdog=2000"), settings{.watchdog = 2s});
    EXPECT_TRUE(refuses("watchdog=0"));
    EXPECT_TRUE(refuses("ready=soon"));
    EXPECT_EQ(after("ready-fd=4"), settings{.ready_fd = 4});
    EXPECT_TRUE(refuses("ready-fd=2"));
    EXPECT_EQ(after("ready-timeout=2000"), settings{.ready_timeout = 2s});
}

TEST(settings, take_real_signals_only)
{
    EXPECT_EQ(after("stop-signal=64"), settings{.stop_signal = 64});
    EXPECT_TRUE(refuses("stop-signal=0"));
    EXPECT_TRUE(refuses("stop-signal=65"));
    EXPECT_TRUE(refuses("stop-signal=TERM"));
}

TEST(settings, take_no_other_word)
{
    EXPECT_TRUE(refuses(""));
    EXPECT_TRUE(refuses("="));
    EXPECT_TRUE(refuses("delay"));
    EXPECT_TRUE(refuses("frobnicate=1"));
    EXPECT_TRUE(refuses("Delay=1"));
    EXPECT_TRUE(refuses("log=1"));
}

TEST(settings, take_plain_numbers_only)
{
    EXPECT_TRUE(refuses("delay="));
    EXPECT_TRUE(refuses("delay=-1"));
    EXPECT_TRUE(refuses("delay=1s"));
    EXPECT_TRUE(refuses("delay= 1"));
    EXPECT_TRUE(refuses("delay=1 "));
}

} // namespace
} // namespace foster
