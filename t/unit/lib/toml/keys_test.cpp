// The table of service.toml's keys agrees with the reader and the settings.
// t/tables.sh compares it with the manual.
#include "lib/toml/keys.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "lib/settings.h"
#include "lib/toml/read_settings.h"

namespace foster {
namespace {

settings_reading read(const key& k, std::string_view value)
{
    return read_settings(std::string{k.name} + " = " + std::string{value} + "\n",
                         std::string{k.name});
}

// Some texts in the table stand for no value: "none".
bool is_value(std::string_view text)
{
    return text == "false" || text.find_first_of("\"[0123456789") == 0;
}

bool is_outfit(const key& k)
{
    return k.takes.to == destination::exec_words || k.takes.to == destination::variables;
}

bool is_for_svctl(const key& k)
{
    return k.takes.to == destination::groups || k.takes.to == destination::reload_signal;
}

settings given(const settings_reading& words)
{
    settings all;
    for (const auto& word : words.words) EXPECT_TRUE(read_word(all, word)) << word;
    return all;
}

TEST(keys, have_each_a_name_of_its_own)
{
    std::set<std::string_view> names;
    std::set<std::string_view> words;
    for (const auto& k : all_keys()) {
        EXPECT_TRUE(names.insert(k.name).second) << k.name;
        EXPECT_EQ(k.word.empty(), is_for_svctl(k)) << k.name;
        if (k.word.empty()) continue;
        EXPECT_TRUE(words.insert(k.word).second) << k.word;
    }
}

TEST(keys, have_an_example_that_is_right_and_changes_something)
{
    for (const auto& k : all_keys()) {
        const auto words = read(k, k.example);
        EXPECT_EQ(words.complaints, std::vector<std::string>{});
        if (is_outfit(k))
            EXPECT_FALSE(words.outfit.empty()) << k.name;
        else if (is_for_svctl(k))
            EXPECT_TRUE(words.groups || words.reload_signal) << k.name;
        else
            EXPECT_NE(given(words), settings{}) << k.name;
    }
}

TEST(keys, have_a_default_that_is_what_holds_without_them)
{
    int values = 0;
    for (const auto& k : all_keys()) {
        EXPECT_FALSE(k.otherwise.empty()) << k.name;
        if (!is_value(k.otherwise)) continue;
        const auto words = read(k, k.otherwise);
        EXPECT_EQ(words.complaints, std::vector<std::string>{});
        if (!is_outfit(k)) {
            EXPECT_EQ(given(words), settings{}) << k.name;
            ++values;
        }
    }
    EXPECT_GT(values, 10);
}

TEST(keys, understand_every_unit_that_they_name)
{
    for (const auto& k : all_keys())
        for (std::size_t from = 0; from < k.unit.size();) {
            const auto to = std::min(k.unit.find(", ", from), k.unit.size());
            const std::string unit{k.unit.substr(from, to - from)};
            from = to + 2;
            if (unit == "...") continue;
            EXPECT_EQ(read(k, "\"3" + unit + "\"").complaints,
                      std::vector<std::string>{});
        }
}

} // namespace
} // namespace foster
