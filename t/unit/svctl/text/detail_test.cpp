// svctl status of one service.
#include "svctl/text/detail.h"

#include <gtest/gtest.h>

#include "t/unit/shown.h"

namespace foster {
namespace {

TEST(detail, says_all_that_is_known_of_a_service)
{
    auto state = waiting_for_a_second();
    state.earlier = {{{{41}, manner::signalled, 9}, noon - 1h}};
    detail d{.of = shown("mailer", std::move(state), {1, 1'048'576, 20ms})};
    d.words = {"stop-timeout=30000",
               "stop-signal=3",
               "defaults=/service/.svscan/defaults.toml",
               "--",
               "mailer",
               "-v"};
    d.log = "/service/mailer/log/main/current";
    d.lines = {"one", "two"};
    EXPECT_EQ(detail_of(d, noon, {}),
              "mailer: down (wanted up, next try in 1s)\n"
              "  directory    /service/mailer\n"
              "  main         none\n"
              "  since        0s, 2026-11-22T12:01:07.000000Z\n"
              "  processes    1, memory 1.0M, CPU 0.02s\n"
              "  starts       2\n"
              "  last death   pid 42, exit 1, 12s ago, 2026-11-22T12:00:55.000000Z\n"
              "  before that  pid 41, signal 9 (KILL), 1h 00m ago, "
              "2026-11-22T11:01:07.000000Z\n"
              "  next try     2026-11-22T12:01:07.900000Z\n"
              "  setting      stop.timeout = \"30s\"\n"
              "  setting      stop.signal = \"QUIT\"\n"
              "  defaults     /service/.svscan/defaults.toml\n"
              "  command      mailer -v\n"
              "/service/mailer/log/main/current:\n"
              "  one\n"
              "  two\n");
}

TEST(detail, is_short_where_nobody_supervises)
{
    EXPECT_EQ(detail_of({.of = shown("web", std::nullopt)}, noon, {}),
              "web: not supervised\n"
              "  directory    /service/web\n");
}

TEST(detail, calls_settings_as_service_toml_does)
{
    EXPECT_EQ(setting_in_words("delay=250"), R"(restart.delay = "250ms")");
    EXPECT_EQ(setting_in_words("kin-timeout=2000"), R"(stop.kill-timeout = "2s")");
    EXPECT_EQ(setting_in_words("delay-factor=150"), "restart.factor = 1.5");
    EXPECT_EQ(setting_in_words("jitter=5"), "restart.jitter = 0.05");
    EXPECT_EQ(setting_in_words("give-up-within=7200000"),
              R"(restart.give-up.within = "2h")");
    EXPECT_EQ(setting_in_words("survivors=stop"), R"(survivors = "stop")");
    EXPECT_EQ(setting_in_words("keep-sessions"), "keep-sessions = true");
    EXPECT_EQ(setting_in_words("log"), "log");
}

TEST(detail, calls_settings_of_the_program_so_too)
{
    EXPECT_EQ(setting_in_words("limit:nofile=1024"), "limits.nofile = 1024");
    EXPECT_EQ(setting_in_words("uid=33"), "run-as.user = 33");
    EXPECT_EQ(setting_in_words("env=A=\"b\""), R"(environment = "A=\"b\"")");
    detail d{.of = shown("web", up_since_three_seconds(42))};
    d.words = {"--",          "/usr/sbin/supervise-exec",
               "service=web", "uid=33",
               "umask=027",   "--",
               "nginx",       "--",
               "-g"};
    const auto text = detail_of(d, noon, {});
    EXPECT_NE(text.find("  setting      run-as.user = 33\n"
                        "  setting      run-as.umask = \"027\"\n"
                        "  command      nginx -- -g\n"),
              text.npos)
        << text;
}

} // namespace
} // namespace foster
