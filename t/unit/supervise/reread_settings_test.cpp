// A supervise that reads its settings again: which words it gets, and which remain
// valid.
#include "supervise/reread_settings.h"

#include <gtest/gtest.h>

namespace foster {
namespace {

using words = std::vector<std::string>;

supervise_options told(words all, words command = {})
{
    supervise_options o;
    o.directory = "web";
    o.place = "web";
    all.emplace_back("refresh");
    o.words = std::move(all);
    o.command = std::move(command);
    return o;
}

TEST(refresh, is_by_what_was_given_and_not_read)
{
    auto o = told({"kept-version=2", "was-phase=up", "stop-timeout=1", "planned=17",
                   "defaults=/s/d.toml", "log"});
    ASSERT_TRUE(is_refresh(o));
    const auto r = begin_refresh(o);
    EXPECT_EQ(o.words, (words{"defaults=/s/d.toml", "log"}));
    EXPECT_EQ(o.place, ".");
    EXPECT_EQ(r.life, (words{"kept-version=2", "was-phase=up"}));
    EXPECT_FALSE(r.alive);
}

TEST(refresh, has_the_command_that_was_given)
{
    const words wrapped{"/x/supervise-exec", "service=web", "uid=1", "--", "nginx", "--"};
    auto given = told({"planned=17:command"}, wrapped);
    begin_refresh(given);
    EXPECT_EQ(given.command, (words{"nginx", "--"}));
    auto bare = told({"planned=17:command"}, {"nginx"});
    begin_refresh(bare);
    EXPECT_EQ(bare.command, words{"nginx"});
    auto of_the_file = told({"planned=17"}, wrapped);
    begin_refresh(of_the_file);
    EXPECT_TRUE(of_the_file.command.empty());
}

TEST(refresh, does_not_guess_what_version_0_1_was_given)
{
    auto o = told({"stop-timeout=1", "log", "planned"});
    begin_refresh(o);
    EXPECT_NE(o.place, ".");
}

TEST(refresh, goes_on_as_before)
{
    auto o = told({"kept-version=2", "stop-timeout=1", "planned=17"}, {"sleep", "1"});
    EXPECT_EQ(begin_refresh(o).as_before("web"),
              (words{"web", "kept-version=2", "stop-timeout=1", "planned=17", "--",
                     "sleep", "1"}));
}

TEST(refresh, has_a_living_service_keep_how_it_becomes_ready)
{
    auto o = told({"was-kin=5:1:spawned", "ready=notify", "watchdog=9", "planned=17"});
    const auto r = begin_refresh(o);
    EXPECT_EQ(r.with({"web", "ready=fd", "delay=5", "planned=18", "--", "a"}),
              (words{"web", "was-kin=5:1:spawned", "ready=notify", "watchdog=9",
                     "refresh-later", "delay=5", "planned=18", "--", "a"}));
    EXPECT_EQ(r.with({"web", "ready=notify", "watchdog=9", "delay=5", "planned=18"}),
              (words{"web", "was-kin=5:1:spawned", "ready=notify", "watchdog=9",
                     "delay=5", "planned=18"}));
}

TEST(refresh, has_a_dead_one_learn_all)
{
    auto o = told({"was-phase=waiting", "ready=notify", "refresh-later", "planned=17"});
    EXPECT_EQ(begin_refresh(o).with({"web", "ready=fd", "planned=18"}),
              (words{"web", "was-phase=waiting", "ready=fd", "planned=18"}));
}

} // namespace
} // namespace foster
