// The JSON of svctl status.  read_state_test.cpp tests that every key is there; this
// tests the values.
#include "lib/toml/write_json.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace foster {
namespace {

// Returns the name of a service as JSON writes it, without the quotes.
std::string written(std::string name)
{
    const account one{std::move(name), std::nullopt, {}};
    const auto text = to_json({&one, 1});
    const std::string before = "\"name\" : \"";
    const auto from = text.find(before) + before.size();
    return text.substr(from, text.find('"', from) - from);
}

TEST(to_json, names_another_supervisor)
{
    const account one{"web", std::nullopt, {}, "runsv (sv)"};
    EXPECT_NE(to_json({&one, 1}).find("\"kept-by\" : \"runsv (sv)\""), std::string::npos);
}

constexpr const char* instead = "\xef\xbf\xbd"; // U+FFFD

TEST(to_json, keeps_characters_of_every_length)
{
    EXPECT_EQ(written("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x90\xa7z"),
              "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x90\xa7z");
}

TEST(to_json, keeps_the_last_characters_there_are)
{
    EXPECT_EQ(written("\xf4\x8f\xbf\xbf\xed\x9f\xbf\xee\x80\x80"),
              "\xf4\x8f\xbf\xbf\xed\x9f\xbf\xee\x80\x80");
}

TEST(to_json, keeps_the_shortest_of_three_and_four_bytes)
{
    EXPECT_EQ(written("\xe0\xa0\x80\xf0\x90\x80\x80"), "\xe0\xa0\x80\xf0\x90\x80\x80");
}

TEST(to_json, replaces_a_byte_that_begins_nothing)
{
    EXPECT_EQ(written("a\x80z"), std::string{"a"} + instead + "z");
}

TEST(to_json, replaces_a_character_that_is_cut_off_by_the_end)
{
    EXPECT_EQ(written("a\xe2\x82"), std::string{"a"} + instead + instead);
}

TEST(to_json, replaces_a_character_that_is_cut_off_by_another)
{
    EXPECT_EQ(written("\xe2\x82z"), std::string{instead} + instead + "z");
}

TEST(to_json, replaces_what_is_longer_than_it_need_be)
{
    EXPECT_EQ(written("\xe0\x80\x80"), std::string{instead} + instead + instead);
    EXPECT_EQ(written("\xf0\x80\x80\x80"),
              std::string{instead} + instead + instead + instead);
}

TEST(to_json, replaces_half_of_a_surrogate_pair)
{
    EXPECT_EQ(written("\xed\xa0\x80"), std::string{instead} + instead + instead);
}

TEST(to_json, replaces_what_lies_beyond_the_last_character)
{
    EXPECT_EQ(written("\xf4\x90\x80\x80"),
              std::string{instead} + instead + instead + instead);
    EXPECT_EQ(written("\xf5\x80\x80\x80"),
              std::string{instead} + instead + instead + instead);
}

TEST(to_json, lists_bystanders_as_pids)
{
    status s;
    s.bystanders = {{5}, {6}};
    const account one{"web", s, {}};
    EXPECT_NE(to_json({&one, 1}).find("\"bystanders\" : [\n"
                                      "                5,\n"
                                      "                6\n"
                                      "            ]"),
              std::string::npos);
}

TEST(to_json, leaves_out_what_is_not_known)
{
    const account one{"web", status{}, {}};
    const auto text = to_json({&one, 1});
    EXPECT_EQ(text.find("retry"), text.npos);
    EXPECT_EQ(text.find("last-death"), text.npos);
}

TEST(to_json_line, is_one_line_whatever_is_said)
{
    status s;
    s.kin = {{{7}, 1, came::spawned}};
    const auto line = to_json_line(
        {"status-text", "says: a\n   b  c", stamp{1795348867s}}, {"web", s, {}});
    EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
    EXPECT_EQ(line.back(), '\n');
    EXPECT_NE(line.find(R"("says: a\n   b  c")"), line.npos) << line;
    EXPECT_NE(line.find(R"("event" : "status-text")"), line.npos) << line;
    EXPECT_NE(line.find(R"("phase" : "down")"), line.npos) << line;
}

TEST(to_json_line, has_of_a_service_that_nobody_supervises_what_there_is)
{
    const auto line = to_json_line({"went", "gone", stamp{}}, {"web", std::nullopt, {}});
    EXPECT_NE(line.find(R"("name" : "web")"), line.npos) << line;
    EXPECT_NE(line.find(R"("phase" : "unsupervised")"), line.npos) << line;
}

} // namespace
} // namespace foster
