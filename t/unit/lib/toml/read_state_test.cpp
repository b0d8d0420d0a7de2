// svctl reads what supervise writes to supervise/state, and refuses other texts.
#include "lib/toml/read_state.h"

#include <gtest/gtest.h>

#include "lib/renamed.h"
#include "lib/toml/read_written.h"
#include "lib/toml/write_json.h"

namespace foster {

namespace {

constexpr stamp noon{1795348867123456us}; // 2026-11-22T12:01:07.123456Z

constexpr std::string_view small = "version = 2\n"
                                   "phase = \"down\"\n"
                                   "want = \"down\"\n"
                                   "main = 0\n"
                                   "ready = false\n"
                                   "paused = false\n"
                                   "since = 2026-11-22T12:01:07.123456Z\n"
                                   "starts = 0\n"
                                   "children = []\n"
                                   "bystanders = []\n";

// Returns `small` with another line for one key.
std::string with(std::string_view key, std::string_view line)
{
    std::string text{small};
    const auto from = text.find(std::string{key} + " = ");
    return text.replace(from, text.find('\n', from) - from, line);
}

status everything()
{
    status s;
    s.phase = phase::waiting;
    s.want = want::once;
    s.main = {4412};
    s.ready = true;
    s.paused = true;
    s.since = noon;
    s.starts = 3;
    s.kin = {{{4412}, 1234567, came::adopted},
             {{4413}, 1234568, came::spawned},
             {{4414}, 0, came::taken_back}};
    s.says = "5 clients, \"idle\" \\ \xc3\xa9";
    s.retry = noon + 1s;
    s.renewed = noon - 2s;
    s.last = last_death{{{4409}, manner::dumped, 11}, noon - 1us};
    s.earlier = {{{{4408}, manner::exited, 1}, noon - 1s},
                 {{{4407}, manner::signalled, 9}, noon - 2s}};
    return s;
}

} // namespace

TEST(read_state, reads_back_all_that_to_state_writes)
{
    const auto reading = read_state(to_state(everything()));
    ASSERT_EQ(reading.wrong, "");
    EXPECT_EQ(reading.read.value(), everything());
}

TEST(read_state, reads_back_a_state_without_retry_and_death)
{
    status s;
    s.since = noon;
    EXPECT_EQ(read_state(to_state(s)).read, s);
}

// A state as supervise 0.1.0 wrote it.
constexpr std::string_view of_0_1_0 = R"(version = 1
boot = "872515ec-9d0b-40e7-8994-98189d03b271"
phase = "up"
want = "up"
main = 4412
ready = true
paused = false
since = 2026-11-22T12:01:07.123456Z
starts = 2
kin = [{pid = 4412, start = 1234567, session = 4410, came = "adopted"}]
bystanders = [7]
killed = [9]
says = "5 clients, \"idle\""
renewed = 2026-11-22T12:01:05.123456Z
last-act = {what = "signal", signal = 1, when = 2026-11-22T12:01:06.123456Z}
[last-death]
pid = 4409
how = "signalled"
status = 9
when = 2026-11-22T12:01:04.123456Z
)";

status meant_by_0_1_0()
{
    status s;
    s.phase = phase::up;
    s.want = want::up;
    s.main = {4412};
    s.ready = true;
    s.since = noon;
    s.starts = 2;
    s.kin = {{{4412}, 1234567, came::adopted, {4410}}};
    s.bystanders = {{7}};
    s.killed = {{9}};
    s.says = "5 clients, \"idle\"";
    s.renewed = noon - 2s;
    s.last_act =
        act{.what = deed::signal, .signal = 1, .ended = false, .when = noon - 1s};
    s.last = last_death{{{4409}, manner::signalled, 9}, noon - 3s};
    return s;
}

TEST(read_state, reads_the_words_of_version_0_1_0)
{
    const auto reading = read_any_state(of_0_1_0);
    ASSERT_EQ(reading.wrong, "");
    EXPECT_EQ(reading.read, meant_by_0_1_0());
    EXPECT_EQ(reading.boot, "872515ec-9d0b-40e7-8994-98189d03b271");
    std::string_view boot;
    EXPECT_EQ(read_written(of_0_1_0, boot), meant_by_0_1_0());
    EXPECT_EQ(boot, "872515ec-9d0b-40e7-8994-98189d03b271");
}

TEST(read_state, does_not_mix_the_words_of_two_versions)
{
    std::string_view boot;
    for (const auto& word : renamed_words) {
        const auto at = of_0_1_0.find("\n" + std::string{word.old_word} + " = ");
        if (at == of_0_1_0.npos) continue;
        std::string mixed{of_0_1_0};
        mixed.replace(at + 1, word.old_word.size(), word.word);
        EXPECT_FALSE(read_written(mixed, boot)) << mixed;
        EXPECT_NE(read_any_state(mixed).read, meant_by_0_1_0()) << mixed;
    }
    auto newer = with("version", "version = 2\nkin = []");
    newer.replace(newer.find("children"), 8, "heirs");
    EXPECT_EQ(read_state(newer).wrong, "\"children\" must be a list");
}

TEST(read_state, reads_every_phase)
{
    for (const auto p :
         {phase::down, phase::starting, phase::up, phase::degraded, phase::stopping,
          phase::finishing, phase::waiting, phase::failed}) {
        status s;
        s.phase = p;
        ASSERT_TRUE(read_state(to_state(s)).read);
        EXPECT_EQ(read_state(to_state(s)).read->phase, p);
    }
}

TEST(read_state, reads_every_manner_of_death)
{
    for (const auto m :
         {manner::exited, manner::signalled, manner::dumped, manner::unknown}) {
        status s;
        s.last = last_death{{{7}, m, 1}, noon};
        ASSERT_TRUE(read_state(to_state(s)).read);
        EXPECT_EQ(read_state(to_state(s)).read->last->of.how, m);
    }
}

TEST(read_state, takes_a_time_with_an_offset_for_the_same_instant)
{
    const auto text = with("since", "since = 2026-11-22T13:01:07.123456+01:00");
    EXPECT_EQ(read_state(text).read->since, noon);
}

TEST(read_state, reads_bystanders)
{
    const auto text = with("bystanders", "bystanders = [5, 6]");
    EXPECT_EQ(read_state(text).read->bystanders, (std::vector<pid>{{5}, {6}}));
}

TEST(read_state, passes_over_keys_that_it_does_not_know)
{
    EXPECT_TRUE(read_state(std::string{small} + "mood = \"fine\"\n").read);
}

TEST(read_state, refuses_another_version)
{
    EXPECT_EQ(read_state(with("version", "version = 3")).wrong,
              "the file has version 3, but this program reads versions 1 and 2");
}

TEST(read_state, refuses_an_empty_file)
{
    EXPECT_EQ(read_state("").wrong, "\"version\" must be a whole number");
}

TEST(read_state, refuses_what_is_not_toml_and_names_the_line)
{
    EXPECT_TRUE(read_state("version = 2\nphase = = up\n").wrong.starts_with("line 2: "));
    EXPECT_TRUE(read_state("version = 2\n\xca\x9a").wrong.starts_with("line 2: "));
    EXPECT_TRUE(read_state("version = 2\n[\n").wrong.starts_with("line 2: "));
}

TEST(read_state, refuses_a_phase_that_it_does_not_know)
{
    EXPECT_EQ(read_state(with("phase", "phase = \"sideways\"")).wrong,
              "\"phase\" is \"sideways\", which is unknown");
}

TEST(read_state, refuses_a_pid_that_is_no_pid)
{
    EXPECT_EQ(read_state(with("main", "main = 4294967297")).wrong,
              "\"main\" is out of range");
}

TEST(read_state, refuses_a_year_that_a_stamp_cannot_hold)
{
    EXPECT_EQ(read_state(with("since", "since = 9999-11-22T12:01:07Z")).wrong,
              "\"since\" is out of range");
}

TEST(read_state, refuses_a_key_of_another_type)
{
    EXPECT_EQ(read_state(with("ready", "ready = \"yes\"")).wrong,
              "\"ready\" must be true or false");
}

TEST(read_state, refuses_kin_that_are_no_tables)
{
    EXPECT_EQ(read_state(with("children", "children = [4412]")).wrong,
              "\"children\" must be a list of tables");
}

TEST(read_state, refuses_bystanders_that_are_no_pids)
{
    EXPECT_EQ(read_state(with("bystanders", "bystanders = [\"me\"]")).wrong,
              "\"bystanders\" must be a list of pids");
}

TEST(read_state, refuses_a_number_below_nothing)
{
    EXPECT_EQ(read_state(with("starts", "starts = -1")).wrong,
              "\"starts\" is out of range");
}

TEST(read_state, takes_a_time_without_an_offset_for_utc)
{
    EXPECT_EQ(read_state(with("since", "since = 2026-11-22T12:01:07.123456")).read->since,
              noon);
}

TEST(read_state, refuses_a_last_death_that_is_no_table)
{
    EXPECT_EQ(read_state(std::string{small} + "last-death = 9\n").wrong,
              "\"last-death\" must be a table");
}

TEST(read_state, refuses_earlier_deaths_that_are_none)
{
    EXPECT_EQ(read_state(std::string{small} + "earlier-deaths = 9\n").wrong,
              "\"earlier-deaths\" must be a list");
    EXPECT_EQ(read_state(std::string{small} + "earlier-deaths = [9]\n").wrong,
              "\"earlier-deaths\" must be a list of tables");
    EXPECT_EQ(read_state(std::string{small} + "earlier-deaths = [{pid = 7}]\n").wrong,
              "\"how\" must be a word");
}

TEST(to_json, gives_an_empty_list_without_services)
{
    EXPECT_EQ(to_json({}), "{\n"
                           "    \"services\" : [],\n"
                           "    \"version\" : 2\n"
                           "}\n");
}

TEST(to_json, says_of_an_unsupervised_service_only_that)
{
    const account one{"web", std::nullopt, {}};
    EXPECT_EQ(to_json({&one, 1}), "{\n"
                                  "    \"services\" : [\n"
                                  "        {\n"
                                  "            \"name\" : \"web\",\n"
                                  "            \"phase\" : \"unsupervised\"\n"
                                  "        }\n"
                                  "    ],\n"
                                  "    \"version\" : 2\n"
                                  "}\n");
}

TEST(to_json, gives_every_key_of_a_state_and_the_processes)
{
    const account one{"web", everything(), {{4412}, {4415}}};
    const auto text = to_json({&one, 1});
    for (const auto* key : {"\"name\" : \"web\"",
                            "\"phase\" : \"waiting\"",
                            "\"want\" : \"once\"",
                            "\"main\" : 4412",
                            "\"ready\" : true",
                            "\"paused\" : true",
                            "\"since\" : \"2026-11-22T12:01:07.123456Z\"",
                            "\"starts\" : 3",
                            "\"children\" : [",
                            "\"came\" : \"taken-back\"",
                            "\"start\" : 1234567",
                            "\"bystanders\" : []",
                            "\"status-text\" : \"5 clients, \\\"idle",
                            "\"upgraded-at\" : \"2026-11-22T12:01:05",
                            "\"retry\" : \"2026-11-22T12:01:08.123456Z\"",
                            "\"last-death\" : {",
                            "\"earlier-deaths\" : [",
                            "\"how\" : \"exited\"",
                            "\"how\" : \"dumped\"",
                            "\"status\" : 11",
                            "\"processes\" : ["})
        EXPECT_NE(text.find(key), text.npos) << key;
}

TEST(to_json, replaces_bytes_of_a_name_that_are_not_utf8)
{
    const account one{"a\xff"
                      "b\xc3\xa9",
                      std::nullopt,
                      {}};
    EXPECT_NE(to_json({&one, 1}).find("\"a\xef\xbf\xbd"
                                      "b\xc3\xa9\""),
              std::string::npos);
}

TEST(to_json, escapes_quotes_and_control_characters_of_a_name)
{
    const account one{"a\"\\\n\x1b", std::nullopt, {}};
    EXPECT_NE(to_json({&one, 1}).find("\"a\\\"\\\\\\n\\u001B\""), std::string::npos);
}

} // namespace foster
