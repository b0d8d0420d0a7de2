// The table of svctl status.
#include "svctl/text/status_table.h"

#include <gtest/gtest.h>

#include <vector>

#include "t/unit/shown.h"

namespace foster {
namespace {

using views = std::vector<service_view>;

views three()
{
    return {shown("web", up_since_three_seconds(4412), {3, 12'900'000, 1420ms}),
            shown("mailer", waiting_for_a_second()), shown("cron", std::nullopt)};
}

TEST(table, has_a_line_for_each_service)
{
    EXPECT_EQ(
        table_of(three(), noon, {}),
        "NAME    STATE                             MAIN  SINCE  RESTARTS  LAST DEATH\n"
        "web     up                                4412  3s     0         -\n"
        "mailer  down (wanted up, next try in 1s)  -     0s     1         exit 1, 12s "
        "ago\n"
        "cron    not supervised                    -     -      -         -\n");
}

TEST(table, shows_what_the_processes_use_where_it_is_asked_to)
{
    const views one{three()[0]};
    EXPECT_EQ(table_of(one, noon, {.processes = true}),
              "NAME  STATE  MAIN  SINCE  PROCESSES  MEMORY  CPU    RESTARTS  LAST DEATH\n"
              "web   up     4412  3s     3          12.3M   1.42s  0         -\n");
}

TEST(table, names_the_processes_that_live_without_a_main)
{
    auto s = up_since_three_seconds(0);
    s.phase = phase::degraded;
    views one{shown("web", s, {2, 4096, 0s})};
    one[0].said.processes = {{4412}, {4413}};
    EXPECT_EQ(table_of(one, noon, {.processes = true}),
              "NAME  STATE     MAIN  SINCE  PROCESSES      MEMORY  CPU    RESTARTS  LAST "
              "DEATH\n"
              "web   degraded  -     3s     2 (4412 4413)  4K      0.00s  0         -\n");
}

TEST(table, shows_what_a_service_says_of_itself)
{
    auto s = up_since_three_seconds(7);
    s.says = "at \x1b rest";
    EXPECT_EQ(table_of(views{shown("web", s)}, noon, {}),
              "NAME  STATE  MAIN  SINCE  RESTARTS  LAST DEATH\n"
              "web   up     7     3s     0         -\n"
              "  says: at ? rest\n");
}

TEST(table, does_without_columns_and_cuts_texts_where_it_is_narrow)
{
    EXPECT_EQ(table_of(three(), noon, {.width = 60}),
              "NAME    STATE                        MAIN  SINCE  LAST DEATH\n"
              "web     up                           4412  3s     -\n"
              "mailer  down (wanted up, next try ~  -     0s     exit 1, 1~\n"
              "cron    not supervised               -     -      -\n");
}

TEST(table, is_never_wider_than_the_terminal_that_has_room_for_it)
{
    for (std::size_t width = 52; width < 120; ++width) {
        const auto text = table_of(three(), noon, {.width = width, .processes = true});
        for (std::size_t at = 0; at < text.size();) {
            const auto end = text.find('\n', at);
            EXPECT_LE(end - at, width) << text;
            at = end + 1;
        }
    }
}

TEST(table, colours_what_a_state_means)
{
    const auto all = three();
    const auto text = table_of(all, noon, {.colours = true});
    EXPECT_NE(text.find("web     \x1b[32mup\x1b[0m   "), text.npos) << text;
    EXPECT_NE(text.find("cron    \x1b[31mnot supervised\x1b[0m"), text.npos) << text;
    EXPECT_EQ(coloured_state(all[1], noon, true),
              "\x1b[31mdown (wanted up, next try in 1s)\x1b[0m");
}

TEST(table, prints_nothing_that_a_terminal_would_obey)
{
    EXPECT_NE(table_of(views{shown("a\x1b[2J", std::nullopt)}, noon, {}).find("a?[2J"),
              std::string::npos);
}

TEST(table, shows_memory_by_its_size)
{
    EXPECT_EQ(bytes_in_words(0), "0K");
    EXPECT_EQ(bytes_in_words(831'488), "812K");
    EXPECT_EQ(bytes_in_words(13'002'342), "12.4M");
    EXPECT_EQ(bytes_in_words(1'181'116'006), "1.1G");
}

TEST(summary_of, counts_the_phases_that_there_are)
{
    EXPECT_EQ(summary_of(three()), "3 services: 1 up, 1 waiting, 1 not supervised");
    EXPECT_EQ(summary_of(views{three()[0]}), "1 service: 1 up");
    EXPECT_EQ(summary_of({}), "0 services");
}

TEST(table, shows_cpu_time_by_its_length)
{
    EXPECT_EQ(cpu_in_words(0s), "0.00s");
    EXPECT_EQ(cpu_in_words(59'090ms), "59.09s");
    EXPECT_EQ(cpu_in_words(61s), "1m 01s");
}

} // namespace
} // namespace foster
