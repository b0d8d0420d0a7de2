// The part of a long text that a screen shows.
#include "svctl/text/pager.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace foster {
namespace {

// A frame as lines without the sequences that erase.
std::vector<std::string> lines(std::string frame)
{
    for (const std::string erase : {"\x1b[K", "\x1b[J", "\r"})
        for (auto at = frame.find(erase); at != frame.npos; at = frame.find(erase))
            frame.erase(at, erase.size());
    std::vector<std::string> all{""};
    for (const char c : frame)
        if (c == '\n')
            all.emplace_back();
        else
            all.back() += c;
    return all;
}

constexpr std::string_view five = "HEAD\na\nb\nc\nd\ne\n";

std::vector<std::string> shown(pager& p, std::size_t rows = 6)
{
    return lines(p.frame("title", five, "foot", rows));
}

using texts = std::vector<std::string>;

TEST(pager, shows_the_beginning_and_keeps_the_heading)
{
    pager p;
    EXPECT_EQ(shown(p), (texts{"title", "HEAD", "a", "b", "c", "foot"}));
}

TEST(pager, fills_the_screen_that_the_text_does_not)
{
    pager p;
    EXPECT_EQ(shown(p, 10),
              (texts{"title", "HEAD", "a", "b", "c", "d", "e", "", "", "foot"}));
    EXPECT_EQ(lines(p.frame("title", "", "foot", 5)),
              (texts{"title", "", "", "", "foot"}));
}

TEST(pager, moves_and_stops_at_both_ends)
{
    pager p;
    shown(p);
    p.press(pager_key::up);
    EXPECT_EQ(shown(p)[2], "a");
    p.press(pager_key::down);
    EXPECT_EQ(shown(p)[2], "b");
    p.press(pager_key::page_down);
    EXPECT_EQ(shown(p), (texts{"title", "HEAD", "c", "d", "e", "foot"}));
    p.press(pager_key::page_up);
    EXPECT_EQ(shown(p)[2], "a");
    p.press(pager_key::last);
    EXPECT_EQ(shown(p)[4], "e");
    p.press(pager_key::first);
    EXPECT_EQ(shown(p)[2], "a");
}

TEST(pager, follows_a_text_that_becomes_shorter)
{
    pager p;
    shown(p);
    p.press(pager_key::last);
    shown(p);
    EXPECT_EQ(lines(p.frame("title", "HEAD\na\n", "foot", 6)),
              (texts{"title", "HEAD", "a", "", "", "foot"}));
}

TEST(pager, needs_no_room)
{
    pager p;
    EXPECT_EQ(shown(p, 0), (texts{"title", "HEAD", "a", "foot"}));
}

TEST(next_key, takes_keys_off_one_by_one)
{
    std::string_view bytes = "xj\x1b[A\x1b[99~ Gq";
    for (const auto k : {pager_key::down, pager_key::up, pager_key::page_down,
                         pager_key::last, pager_key::quit})
        EXPECT_EQ(next_key(bytes), k);
    EXPECT_EQ(next_key(bytes), pager_key::none);
    EXPECT_TRUE(bytes.empty());
}

} // namespace
} // namespace foster
