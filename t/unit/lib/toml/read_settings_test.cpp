// Reads every key of service.toml, and reports every fault.
#include "lib/toml/read_settings.h"

#include <gtest/gtest.h>

#include "lib/settings.h"

namespace foster {
namespace {

using texts = std::vector<std::string>;

texts words(std::string_view text)
{
    return read_settings(text, "service.toml").words;
}

texts complaints(std::string_view text)
{
    return read_settings(text, "service.toml").complaints;
}

TEST(read_settings, finds_nothing_in_nothing)
{
    EXPECT_EQ(read_settings("", "service.toml"), settings_reading{});
}

TEST(read_settings, complains_of_a_bracket_alone)
{
    // toml++ 3.3 asserts that this does not occur.
    const auto said = complaints("pidfile = \"/run/x\"\n[\n[run-as]\n");
    ASSERT_EQ(said.size(), 1U);
    EXPECT_TRUE(said[0].starts_with("service.toml:2: ")) << said[0];
}

TEST(read_settings, takes_foreign_letters_in_strings_and_comments_only)
{
    for (const auto* fine :
         {"# \xc3\xa9\n", "pidfile = \"/run/\xc3\xa9\\\"\xc3\xa9\"",
          "\xef\xbb\xbfpidfile = '/run/\xc3\xa9'",
          "pidfile = '''/run/\xc3\xa9'\xc3\xa9'''",
          "pidfile = \"\"\"/run/\n\xc3\xa9\\\\\xc3\xa9\"\"\"\"\" # \xc3\xa9",
          "pidfile = \"\"\"\\ \n\xc3\xa9\"\"\""})
        for (const auto& c : complaints(fine)) EXPECT_EQ(c.find("TOML"), c.npos) << c;
    // Unpatched, toml++ 3.3 reads beyond its tables in each of these.
    for (const auto* wrong :
         {"\n\xc3\xa9 = 1\n", "\npidfile = \"/run\" \xc3\xa9", "\n[\xc3\xa9]",
          "\npidfile = '/run'\xc3\xa9", "pidfile = \"\"\"\n\"\"\"\xc3\xa9",
          "\nstop = 6--1li'''s\xc7\x87", "\ne2 = 42='n\xef\xbb\xbb\x34"}) {
        const auto said = complaints(wrong);
        ASSERT_EQ(said.size(), 1U) << wrong;
        EXPECT_TRUE(said[0].starts_with("service.toml:2: this is not valid TOML: "))
            << said[0];
    }
}

TEST(read_settings, lowers_every_key)
{
    EXPECT_EQ(
        words("survivors = \"stop\"\nkeep-sessions = true\n"
              "[main]\npidfile = \"/run/x.pid\"\n"
              "[stop]\nsignal = \"QUIT\"\ntimeout = \"30s\"\nkill-timeout = \"250ms\"\n"
              "[restart]\ndelay = \"2m\"\n"),
        (texts{"keep-sessions=true", "main-pidfile=/run/x.pid", "delay=120000",
               "kill-timeout=250", "stop-signal=3", "stop-timeout=30000",
               "survivors=stop"}));
}

TEST(read_settings, reads_the_key_of_version_0_1_0_with_one_warning)
{
    for (const auto* text :
         {"\n[stop]\nkin-timeout = \"250ms\"\n", "\n\nstop = {kin-timeout = \"250ms\"}\n",
          "\n\nstop.kin-timeout = \"250ms\"\n"}) {
        const auto read = read_settings(text, "web/service.toml");
        EXPECT_EQ(read.words, texts{"kill-timeout=250"}) << text;
        EXPECT_EQ(read.complaints, texts{}) << text;
        EXPECT_EQ(
            read.warnings,
            texts{"web/service.toml:3: stop.kin-timeout is called stop.kill-timeout now"})
            << text;
    }
}

TEST(read_settings, refuses_both_names_of_one_key)
{
    for (const auto* text : {"stop.kin-timeout = \"1s\"\nstop.kill-timeout = \"1s\"\n",
                             "[stop]\nkill-timeout = \"1s\"\nkin-timeout = \"2s\"\n"})
        EXPECT_EQ(read_settings(text, "f").complaints.size(), 1U) << text;
    EXPECT_EQ(complaints("stop.kin-timeout = \"1s\"\nstop.kill-timeout = \"1s\"\n"),
              texts{"service.toml:1: stop.kin-timeout is called stop.kill-timeout now: "
                    "the file has both keys (remove stop.kin-timeout)"});
}

TEST(read_settings, checks_the_value_of_a_renamed_key)
{
    const auto read = read_settings("stop.kin-timeout = 5\n", "service.toml");
    EXPECT_EQ(read.words, texts{});
    EXPECT_EQ(read.complaints.size(), 1U);
    // The words of other renamed things are no keys.
    EXPECT_EQ(complaints("kin = 1\nstop.says = 2\n").size(), 2U);
}

TEST(read_settings, lowers_every_key_of_restart_and_finish)
{
    EXPECT_EQ(words("[restart]\nwhen = \"failure\"\nfactor = 1.5\nmax-delay = \"9s\"\n"
                    "healthy-after = \"8s\"\ngive-up = {count = 5, within = \"7s\"}\n"
                    "[finish]\ntimeout = \"6s\"\n"),
              (texts{"finish-timeout=6000", "delay-factor=150", "give-up-count=5",
                     "give-up-within=7000", "healthy-after=8000", "max-delay=9000",
                     "restart=failure"}));
}

TEST(read_settings, lowers_every_key_of_ready)
{
    EXPECT_EQ(words("[ready]\nhow = \"fd\"\nfd = 4\ntimeout = \"30s\"\n"),
              (texts{"ready-fd=4", "ready=fd", "ready-timeout=30000"}));
    EXPECT_EQ(words("ready.watchdog = \"10s\"\n"), (texts{"watchdog=10000"}));
    for (const char* how : {"spawned", "forked", "notify", "check"})
        EXPECT_EQ(words(std::string{"ready.how = \""} + how + "\"\n"),
                  (texts{std::string{"ready="} + how}));
}

TEST(read_settings, lowers_every_key_of_main)
{
    EXPECT_EQ(
        words("[main]\npidfile = \"x.pid\"\nsettle = \"2s\"\nforeground = \"5m\"\n"),
        (texts{"foreground=300000", "main-pidfile=x.pid", "settle=2000"}));
}

TEST(read_settings, refuses_what_main_cannot_be)
{
    for (const char* wrong :
         {"settle = \"0s\"", "settle = 500", "settle = \"soon\"", "foreground = \"0s\"",
          "foreground = 60", "foreground = true"})
        EXPECT_EQ(complaints(std::string{"[main]\n"} + wrong + "\n").size(), 1U) << wrong;
}

TEST(read_settings, refuses_what_ready_cannot_be)
{
    for (const char* wrong :
         {"how = \"soon\"", "watchdog = \"0s\"", "watchdog = 5", "watchdog = \"never\"",
          "how = true", "how = \"\"", "fd = 2", "fd = 256", "fd = \"4\"",
          "timeout = \"0s\"", "timeout = 5", "timeout = \"soon\""})
        EXPECT_EQ(complaints(std::string{"[ready]\n"} + wrong + "\n").size(), 1U)
            << wrong;
}

TEST(read_settings, refuses_what_restart_cannot_be)
{
    for (const char* wrong : {"when = \"sometimes\"",
                              "when = true",
                              "when = \"\"",
                              "factor = 0.5",
                              "factor = 101",
                              "factor = \"2\"",
                              "factor = nan",
                              "jitter = -0.1",
                              "jitter = 1.5",
                              "jitter = \"0.5\"",
                              "max-delay = \"0s\"",
                              "max-delay = 5",
                              "max-delay = \"long\"",
                              "healthy-after = \"0s\"",
                              "healthy-after = true",
                              "healthy-after = \"-1s\"",
                              "give-up = 5",
                              "give-up.count = 0",
                              "give-up.count = 1001",
                              "give-up.count = \"5\"",
                              "give-up.within = \"0s\"",
                              "give-up.within = 9",
                              "give-up.within = \"x\""})
        EXPECT_EQ(complaints(std::string{"[restart]\n"} + wrong + "\n").size(), 1U)
            << wrong;
    for (const char* wrong : {"timeout = \"0s\"", "timeout = 5", "timeout = \"soon\""})
        EXPECT_EQ(complaints(std::string{"[finish]\n"} + wrong + "\n").size(), 1U)
            << wrong;
}

TEST(read_settings, says_what_a_factor_may_be)
{
    EXPECT_EQ(complaints("restart.factor = 0"),
              (texts{"service.toml:1: \"restart.factor\" must be a number from 1 to 100, "
                     "as 2 or 1.5"}));
}

TEST(read_settings, gives_words_that_the_resident_understands)
{
    settings s;
    const auto all =
        words("survivors = \"stop\"\nkeep-sessions = true\n"
              "[main]\npidfile = \"x.pid\"\n[stop]\nsignal = \"SIGINT\"\n"
              "timeout = \"7s\"\nkill-timeout = \"3s\"\n[restart]\ndelay = \"9s\"");
    for (const auto& w : all) EXPECT_TRUE(read_word(s, w)) << w;
    EXPECT_TRUE(s.end_survivors);
    EXPECT_TRUE(s.keep_sessions);
    EXPECT_EQ(s.pidfile, "x.pid");
    EXPECT_EQ(s.stop_signal, 2);
    EXPECT_EQ(s.stop_timeout, 7s);
    EXPECT_EQ(s.kin_timeout, 3s);
    EXPECT_EQ(s.delay, 9s);
}

TEST(read_settings, lowers_what_is_the_default_too)
{
    EXPECT_EQ(words("survivors = \"wait\"\nkeep-sessions = false\n"),
              (texts{"keep-sessions=false", "survivors=wait"}));
}

TEST(read_settings, takes_a_key_whose_table_is_named_with_a_dot)
{
    EXPECT_EQ(words("stop.signal = \"INT\"\n"), (texts{"stop-signal=2"}));
}

TEST(read_settings, names_the_nearest_key)
{
    EXPECT_EQ(complaints("\nsurvivers = \"stop\"\n"),
              (texts{"service.toml:2: there is no key \"survivers\"; the nearest is "
                     "\"survivors\""}));
}

TEST(read_settings, names_the_nearest_key_of_a_table)
{
    EXPECT_EQ(complaints("[stop]\ntimeuot = \"5s\"\n"),
              (texts{"service.toml:2: there is no key \"stop.timeuot\"; the nearest is "
                     "\"stop.timeout\""}));
}

TEST(read_settings, refuses_another_word)
{
    EXPECT_EQ(complaints("survivors = \"kill\""),
              (texts{"service.toml:1: \"survivors\" must be \"wait\" or \"stop\""}));
}

TEST(read_settings, refuses_a_time_without_a_unit)
{
    EXPECT_EQ(
        complaints("[stop]\ntimeout = 30\n"),
        (texts{"service.toml:2: \"stop.timeout\" must be a time from 1ms to 31d, as "
               "\"30s\" (units: ms, s, m, h, d)"}));
}

TEST(read_settings, refuses_no_time_at_all)
{
    EXPECT_EQ(complaints("[restart]\ndelay = \"0s\"\n").size(), 1u);
}

TEST(read_settings, refuses_a_signal_that_is_none)
{
    EXPECT_EQ(complaints("[stop]\nsignal = \"BOOM\"\n"),
              (texts{"service.toml:2: \"stop.signal\" must be the name of a signal, as "
                     "\"TERM\""}));
}

TEST(read_settings, refuses_a_time_that_is_none)
{
    EXPECT_EQ(complaints("[stop]\ntimeout = \"soon\"\n").size(), 1u);
}

TEST(read_settings, refuses_an_empty_path)
{
    EXPECT_EQ(complaints("[main]\npidfile = \"\"\n"),
              (texts{"service.toml:2: \"main.pidfile\" must be the path of a file, as a "
                     "string"}));
}

// A word becomes an argument of a program, and arguments end at a NUL.
TEST(read_settings, refuses_a_path_with_a_NUL)
{
    EXPECT_EQ(complaints("[main]\npidfile = \"a\\u0000b\"\n").size(), 1u);
}

TEST(read_settings, refuses_a_table_that_it_does_not_know)
{
    EXPECT_EQ(complaints("[stopp]\ntimeout = \"5s\"\n").size(), 1u);
}

TEST(read_settings, refuses_truth_in_quotes)
{
    EXPECT_EQ(complaints("keep-sessions = \"yes\""),
              (texts{"service.toml:1: \"keep-sessions\" must be true or false"}));
}

TEST(read_settings, refuses_a_table_that_is_none)
{
    EXPECT_EQ(complaints("stop = 5"),
              (texts{"service.toml:1: \"stop\" must be a table: [stop]"}));
}

// Expects that each of these lines alone is refused, with its number and the name of
// the key.
void refuses(std::string_view table, std::initializer_list<std::string_view> lines,
             std::string_view what)
{
    for (const auto& line : lines) {
        const auto text = std::string{table} + "\n" + std::string{line} + "\n";
        EXPECT_EQ(complaints(text), (texts{"service.toml:2: " + std::string{what}}))
            << line;
    }
}

texts outfit_words(std::string_view text)
{
    auto reading = read_settings(text, "service.toml");
    EXPECT_EQ(reading.complaints, texts{});
    return in_order(std::move(reading.outfit));
}

TEST(read_settings, takes_a_command_word_for_word)
{
    EXPECT_EQ(read_settings("command = [\"a\", \"\", \"$x *\"]", "f").outfit,
              (outfit{{"command", {"a", "", "$x *"}, "f:1"}}));
}

TEST(read_settings, refuses_a_command_that_is_none)
{
    refuses("",
            {"command = \"sleep 60\"", "command = []", "command = [\"\", \"a\"]",
             "command = [\"sleep\", 60]", "command = [\"a\\u0000\"]"},
            "\"command\" must be a program and its arguments, as [\"sleep\", \"60\"]");
}

TEST(read_settings, lowers_the_environment)
{
    EXPECT_EQ(outfit_words("clear-environment = true\n"
                           "environment-files = [\"b\", \"a\"]\n"
                           "[environment]\nA = \"x y\"\nB = \"\"\nC = false\n"),
              (texts{"clear-environment", "environment-file=b", "environment-file=a",
                     "env:A=x y", "env:B=", "unset=C"}));
}

TEST(read_settings, refuses_a_variable_that_is_none)
{
    refuses("[environment]", {"A = 1", "A = true", "A = \"\\u0000\""},
            "\"environment.A\" must be a string, or false to remove it");
    refuses("[environment]", {"\"A=B\" = \"\"", "1A = \"\"", "\"\" = \"\""},
            "the name of a variable must consist of letters, digits and _");
    refuses("", {"environment = 1", "environment = \"A=1\"", "environment = [\"A=1\"]"},
            "\"environment\" must be a table: [environment]");
}

TEST(read_settings, refuses_environment_files_that_are_none)
{
    refuses("",
            {"environment-files = \"a\"", "environment-files = [\"\"]",
             "environment-files = [1]"},
            "\"environment-files\" must be a list of strings, as [\"a\", \"b\"]");
}

TEST(read_settings, refuses_to_clear_half_an_environment)
{
    refuses("",
            {"clear-environment = 1", "clear-environment = \"yes\"",
             "clear-environment = [true]"},
            "\"clear-environment\" must be true or false");
}

const std::string limits[] = {
    "as",   "core",   "cpu",   "data", "fsize",  "locks",  "memlock",    "msgqueue",
    "nice", "nofile", "nproc", "rss",  "rtprio", "rttime", "sigpending", "stack"};

TEST(read_settings, lowers_every_limit)
{
    for (const auto& name : limits) {
        EXPECT_EQ(outfit_words("[limits]\n" + name + " = 7"),
                  (texts{"limit:" + name + "=7:7"}));
        EXPECT_EQ(outfit_words("[limits]\n" + name + " = \"1:unlimited\""),
                  (texts{"limit:" + name + "=1:unlimited"}));
    }
}

TEST(read_settings, lowers_a_limits_unit)
{
    EXPECT_EQ(outfit_words("[limits]\nas = \"1GiB\"\ncpu = \"1h\"\nrttime = \"1s\"\n"),
              (texts{"limit:as=1073741824:1073741824", "limit:cpu=3600:3600",
                     "limit:rttime=1000000:1000000"}));
}

TEST(read_settings, refuses_a_limit_that_is_none)
{
    for (const auto& name : limits)
        for (const auto* value : {"-1", "\"2:1\"", "\"many\"", "true", "1.5"}) {
            const auto all = complaints("[limits]\n" + name + " = " + value);
            ASSERT_EQ(all.size(), 1u) << name << value;
            EXPECT_TRUE(
                all[0].starts_with("service.toml:2: \"limits." + name + "\" must be a "))
                << all[0];
        }
    refuses("[limits]", {"nofile = \"1KiB\"", "nofile = [1, 2]", "nofile = \"\""},
            "\"limits.nofile\" must be a number, \"unlimited\", or SOFT:HARD of them, as "
            "\"512:1024\"");
}

TEST(read_settings, lowers_who_it_runs_as)
{
    EXPECT_EQ(outfit_words("[run-as]\ndirectory = \"/d\"\nroot = \"/r\"\n"
                           "umask = \"0027\"\n"),
              (texts{"root=/r", "directory=/d", "umask=0027"}));
    EXPECT_EQ(read_settings("[run-as]\nuser = \"www\"\ngroup = \"44\"\n"
                            "groups = [\"adm\", \"7\"]",
                            "f")
                  .outfit,
              (outfit{{"run-as.group", {"group=44"}, "f:3"},
                      {"run-as.groups", {"groups=adm", "groups=7"}, "f:4"},
                      {"run-as.user", {"user=www"}, "f:2"}}));
}

TEST(read_settings, refuses_to_run_as_nobody_at_all)
{
    refuses("[run-as]", {"user = 33", "user = \"\"", "user = [\"www\"]"},
            "\"run-as.user\" must be a name or a number, as a string");
    refuses("[run-as]", {"group = 33", "group = \"\"", "group = true"},
            "\"run-as.group\" must be a name or a number, as a string");
    refuses("[run-as]", {"groups = \"adm\"", "groups = [4]", "groups = [\"\"]"},
            "\"run-as.groups\" must be a list of names or numbers, as [\"adm\", \"44\"]");
    refuses("[run-as]",
            {"umask = 22", "umask = \"u=rwx\"", "umask = \"1022\"", "umask = \"8\""},
            "\"run-as.umask\" must be an octal number, as the string \"022\"");
    refuses("[run-as]", {"directory = 1", "directory = \"\"", "directory = [\"/\"]"},
            "\"run-as.directory\" must be the path of a directory, as a string");
    refuses("[run-as]", {"root = 1", "root = \"\"", "root = \"a\\u0000\""},
            "\"run-as.root\" must be the path of a directory, as a string");
}

TEST(read_settings, keeps_for_the_planner_who_may_command)
{
    EXPECT_EQ(read_settings("[control]\ngroup = \"adm\"\n", "f").outfit,
              (outfit{{"control.group", {"control-group=adm"}, "f:2"}}));
    refuses("[control]", {"group = 4", "group = \"\"", "group = [\"adm\"]"},
            "\"control.group\" must be a name or a number, as a string");
    EXPECT_EQ(read_settings("control.readers = \"everyone\"\n", "f").outfit,
              (outfit{{"control.readers", {"control-readers=everyone"}, "f:1"}}));
    refuses("[control]", {"readers = 4", "readers = \"\"", "readers = [\"adm\"]"},
            "\"control.readers\" must be a name or a number, as a string");
}

TEST(read_settings, lowers_how_it_is_scheduled)
{
    EXPECT_EQ(outfit_words("[schedule]\nnice = -5\npolicy = \"rr:7\"\nioprio = \"idle\"\n"
                           "oom-score-adj = -500\ncpu-affinity = \"0-3,5\"\n"),
              (texts{"nice=-5", "policy=2:7", "ioprio=3:0", "oom-score-adj=-500",
                     "cpu-affinity=0-3,5"}));
    EXPECT_EQ(outfit_words("schedule.policy = \"batch\""), texts{"policy=3:0"});
    EXPECT_EQ(outfit_words("schedule.ioprio = \"best-effort\""), texts{"ioprio=2:4"});
    EXPECT_EQ(outfit_words("schedule.ioprio = \"realtime:0\""), texts{"ioprio=1:0"});
    EXPECT_EQ(outfit_words("schedule.cpu-affinity = 0"), texts{"cpu-affinity=0"});
}

TEST(read_settings, refuses_to_schedule_the_impossible)
{
    refuses("[schedule]", {"nice = 20", "nice = -21", "nice = \"low\""},
            "\"schedule.nice\" must be a number from -20 to 19");
    refuses("[schedule]",
            {"policy = \"fifo\"", "policy = \"fifo:100\"", "policy = \"idle:1\"",
             "policy = \"deadline\"", "policy = 1"},
            "\"schedule.policy\" must be \"other\", \"batch\", \"idle\", \"fifo:N\" or "
            "\"rr:N\", with N from 1 to 99");
    refuses("[schedule]",
            {"ioprio = \"best-effort:8\"", "ioprio = \"idle:0\"", "ioprio = \"none\"",
             "ioprio = 4"},
            "\"schedule.ioprio\" must be \"idle\", \"best-effort:N\" or \"realtime:N\", "
            "with N from 0 to 7");
    refuses("[schedule]",
            {"oom-score-adj = 1001", "oom-score-adj = -1001", "oom-score-adj = true"},
            "\"schedule.oom-score-adj\" must be a number from -1000 to 1000");
    refuses("[schedule]",
            {"cpu-affinity = \"\"", "cpu-affinity = \"3-1\"", "cpu-affinity = [0]"},
            "\"schedule.cpu-affinity\" must be a list of processors, as \"0-3,5\"");
}

TEST(read_settings, lowers_what_it_may)
{
    EXPECT_EQ(outfit_words("[security]\nno-new-privileges = true\n"
                           "capabilities-bounding = [\"CAP_NET_BIND_SERVICE\", "
                           "\"CAP_CHECKPOINT_RESTORE\"]\n"
                           "capabilities-ambient = [\"CAP_CHOWN\"]\n"),
              (texts{"capabilities-bounding=10000000400", "capabilities-ambient=1",
                     "no-new-privileges"}));
    EXPECT_EQ(outfit_words("security.capabilities-bounding = []"),
              texts{"capabilities-bounding=0"});
}

TEST(read_settings, refuses_what_no_process_may)
{
    refuses("[security]",
            {"no-new-privileges = 1", "no-new-privileges = \"true\"",
             "no-new-privileges = []"},
            "\"security.no-new-privileges\" must be true or false");
    refuses("[security]",
            {"capabilities-bounding = \"CAP_CHOWN\"", "capabilities-bounding = [10]",
             "capabilities-bounding = [\"CAP_FLY\"]"},
            "\"security.capabilities-bounding\" must be a list of capabilities, as "
            "[\"CAP_NET_BIND_SERVICE\"]");
    refuses("[security]",
            {"capabilities-ambient = \"all\"", "capabilities-ambient = true",
             "capabilities-ambient = [\"cap_chown\"]"},
            "\"security.capabilities-ambient\" must be a list of capabilities, as "
            "[\"CAP_NET_BIND_SERVICE\"]");
}

TEST(read_settings, puts_the_argument_of_an_instance_into_strings)
{
    const auto reading = read_settings("command = [\"a\", \"%i\", \"5%%\"]\n"
                                       "[environment]\nTTY = \"/dev/%i\"\n",
                                       "f", "tty1");
    EXPECT_EQ(reading.complaints, texts{});
    EXPECT_EQ(reading.outfit, (outfit{{"command", {"a", "tty1", "5%"}, "f:1"},
                                      {"env:TTY", {"env:TTY=/dev/tty1"}, "f:3"}}));
}

TEST(read_settings, leaves_a_percent_alone_where_there_is_no_argument)
{
    EXPECT_EQ(outfit_words("environment.A = \"%i %%\""), texts{"env:A=%i %%"});
}

TEST(read_settings, refuses_another_percent_in_an_instance)
{
    for (const auto* text : {"command = [\"date\", \"+%d\"]", "environment.A = \"5%\"",
                             "main.pidfile = \"%I\""})
        EXPECT_EQ(read_settings(text, "f", "a").complaints,
                  (texts{"f:1: a % in the settings of an instance must be %i (its "
                         "argument) or %%"}));
}

TEST(read_settings, keeps_for_svctl_what_is_for_svctl)
{
    const auto reading = read_settings(
        "groups = [\"web\", \"%i\"]\nreload.signal = \"SIGUSR2\"\n", "f", "a");
    EXPECT_EQ(reading.complaints, texts{});
    EXPECT_EQ(reading.words, texts{});
    EXPECT_EQ(reading.groups, (texts{"web", "a"}));
    EXPECT_EQ(reading.reload_signal, SIGUSR2);
}

TEST(read_settings, refuses_what_is_no_group)
{
    for (const auto* text : {"groups = \"web\"", "groups = [\"a b\"]", "groups = [1]",
                             "groups = [\"\"]", "groups = [\"+web\"]"})
        EXPECT_EQ(
            complaints(text),
            (texts{"service.toml:1: \"groups\" must be a list of names, of letters, "
                   "digits, _, - and ., as [\"web\"]"}))
            << text;
}

TEST(read_settings, refuses_a_reload_signal_that_supervise_does_not_send)
{
    for (const auto* text :
         {"reload.signal = \"STOP\"", "reload.signal = \"BOOM\"", "reload.signal = 1"})
        EXPECT_EQ(complaints(text),
                  (texts{"service.toml:1: \"reload.signal\" must be one of \"HUP\", "
                         "\"ALRM\", \"INT\", \"TERM\", \"KILL\", \"QUIT\", \"USR1\", "
                         "\"USR2\", \"WINCH\" and \"ABRT\""}))
            << text;
}

TEST(read_settings, complains_of_all_that_is_wrong)
{
    EXPECT_EQ(complaints("survivors = 1\nkeep-sessions = 1\n[stop]\nsignal = 1\n").size(),
              3u);
}

TEST(read_settings, says_where_it_is_no_toml)
{
    const auto all = complaints("survivors = \"wait\"\n[stop\n");
    ASSERT_EQ(all.size(), 1u);
    EXPECT_TRUE(all[0].starts_with("service.toml:2: this is not valid TOML: ")) << all[0];
}

} // namespace
} // namespace foster
