// The words that one supervise leaves to the next.
#include "lib/predecessor.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace foster {
namespace {

status of_words(const std::vector<std::string>& words)
{
    status s;
    for (const auto& w : words) EXPECT_TRUE(read_word(s, w)) << w;
    return s;
}

status everything()
{
    status s;
    s.phase = phase::degraded;
    s.want = want::once;
    s.main = {4412};
    s.ready = s.paused = s.termed = true;
    s.since = stamp{1795357867s + 123456789ns};
    s.pid_since = stamp{1795357868s};
    s.starts = 3;
    s.kin = {{{4412}, 1234567, came::adopted, {4410}}, {{4413}, 0, came::spawned}};
    s.bystanders = {{7}, {8}};
    s.attendants = {{9}};
    s.killed = {{10}};
    s.says = "a: \"b\"";
    s.retry = stamp{1795357869s};
    s.renewed = stamp{1795357860s};
    s.last = last_death{{{4409}, manner::dumped, 11}, stamp{1795357866s}};
    s.earlier = {{{{4408}, manner::exited, 1}, stamp{7ns}},
                 {{{4407}, manner::unknown, 0}, stamp{6ns}}};
    return s;
}

TEST(succession, says_all_that_was_published)
{
    EXPECT_EQ(of_words(to_words(everything())), everything());
}

TEST(succession, says_nothing_of_what_there_was_not)
{
    EXPECT_EQ(of_words(to_words(status{})), status{});
}

TEST(succession, is_written_so)
{
    status s;
    s.kin = {{{4412}, 1234567, came::adopted}, {{4413}, 7, came::spawned, {4410}}};
    s.last = last_death{{{4409}, manner::signalled, 9}, stamp{5ns}};
    const auto words = to_words(s);
    EXPECT_NE(std::ranges::find(words, "was-kin=4412:1234567:adopted"), words.end());
    EXPECT_NE(std::ranges::find(words, "was-kin=4413:7:spawned:4410"), words.end());
    EXPECT_NE(std::ranges::find(words, "was-last-death=4409:signalled:9:5"), words.end());
    EXPECT_NE(std::ranges::find(words, "was-phase=down"), words.end());
}

launch_records launched(int run, std::uint64_t number)
{
    return {.run = launch_record{.who = {run}, .at = instant{9s}, .number = number}};
}

TEST(succession, hands_over_the_launch)
{
    const predecessor was{.said = everything(), .run = {4413}, .launched = instant{7s}};
    predecessor read;
    for (const auto& w : to_words(was)) EXPECT_TRUE(read_word(read, w)) << w;
    EXPECT_EQ(read, was);
}

TEST(recovered, knows_when_the_launch_of_a_status_began)
{
    const auto was = recovered(everything(), launched(4413, 3));
    EXPECT_EQ(was.said, everything());
    EXPECT_EQ(was.run, pid{4413});
    EXPECT_EQ(was.launched, instant{9s});
    EXPECT_EQ(recovered(everything(), launched(4400, 3)).run, pid{}); // it has exited
}

TEST(recovered, believes_a_record_that_is_newer_than_the_status)
{
    auto s = everything();
    s.want = want::down;
    const auto was = recovered(s, launched(4500, 4));
    EXPECT_EQ(was.said.phase, phase::starting);
    EXPECT_EQ(was.said.want, want::up);
    EXPECT_EQ(was.said.starts, 4U);
    EXPECT_EQ(was.said.kin, (std::vector<member>{{{4500}, 0, came::spawned}}));
    EXPECT_EQ(was.said.last, s.last);
    EXPECT_EQ(was.run, pid{4500});
}

TEST(recovered, knows_a_launch_before_the_first_status)
{
    const auto was = recovered(std::nullopt, launched(4500, 1));
    EXPECT_EQ(was.said.phase, phase::starting);
    EXPECT_EQ(was.said.main, pid{4500});
    EXPECT_EQ(was.said.starts, 1U);
}

TEST(recovered, knows_nothing_by_a_record_that_is_older)
{
    const auto was = recovered(everything(), launched(4413, 2));
    EXPECT_EQ(was, predecessor{.said = everything()});
}

TEST(recovered, finds_a_finish_script_that_no_status_names)
{
    auto records = launched(4412, 3);
    records.script = {launch_record::kind::finish, {4600}, instant{9s}, 3};
    const auto was = recovered(everything(), records);
    EXPECT_EQ(was.said.phase, phase::finishing);
    EXPECT_EQ(was.said.attendants, (std::vector<pid>{{4600}}));
    EXPECT_TRUE(was.said.kin.empty());
    auto ended = everything();
    ended.phase = phase::waiting;
    EXPECT_EQ(recovered(ended, records).said, ended); // it has been reported since
}

TEST(succession, refuses_what_it_would_not_write)
{
    for (const char* word : {"was-main=",
                             "was-main=x",
                             "was-main=-1",
                             "was-main=99999999999",
                             "was-main=1 ",
                             "was-main=1:2",
                             "was-phase=high",
                             "was-phase=",
                             "was-ready=2",
                             "was-kin=1:2",
                             "was-kin=1:2:stolen",
                             "was-kin=1:2:adopted:x",
                             "was-kin=1:2:adopted:3:4",
                             "was-last-death=1:exited:0",
                             "was-starts=-1",
                             "was-new=1",
                             "was-main",
                             "main=1",
                             "",
                             "was-"}) {
        status s = everything();
        EXPECT_FALSE(read_word(s, word)) << word;
        EXPECT_EQ(s, everything()) << word;
    }
}

TEST(succession, names_everybody_of_the_service)
{
    const std::vector<member> all{{{4412}, 1234567, came::adopted, {4410}},
                                  {{4413}, 0, came::spawned},
                                  {{9}, 0, came::adopted}};
    EXPECT_EQ(everybody(everything()), all);
}

} // namespace
} // namespace foster
