// The control bytes, compared with those of the peers (WIRE: control bytes).
#include "lib/control_letters.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace foster {
namespace {

// Expects the effect of the letter, and its signal.
void expect(char letter, verb does, int signal, mark down = mark::keep)
{
    const auto c = command_of(letter);
    ASSERT_TRUE(c) << letter;
    EXPECT_EQ(c->letter, letter);
    EXPECT_EQ(c->does, does) << letter;
    EXPECT_EQ(c->signal, signal) << letter;
    EXPECT_EQ(c->down, down) << letter;
}

TEST(command, knows_the_verbs_of_daemontools)
{
    expect('u', verb::up, 0);
    expect('d', verb::down, 0);
    expect('o', verb::once, 0);
    expect('x', verb::exit, 0);
    expect('p', verb::pause, SIGSTOP);
    expect('c', verb::resume, SIGCONT);
}

TEST(command, knows_the_signals_of_daemontools)
{
    expect('h', verb::signal, SIGHUP);
    expect('a', verb::signal, SIGALRM);
    expect('i', verb::signal, SIGINT);
    expect('t', verb::signal, SIGTERM);
    expect('k', verb::signal, SIGKILL);
}

TEST(command, knows_what_runit_adds)
{
    expect('q', verb::signal, SIGQUIT);
    expect('1', verb::signal, SIGUSR1);
    expect('2', verb::signal, SIGUSR2);
}

TEST(command, knows_what_s6_adds)
{
    expect('O', verb::at_most, 0);
    expect('y', verb::signal, SIGWINCH);
    expect('b', verb::signal, SIGABRT);
    expect('r', verb::again, 0);
    expect('K', verb::kill_all, SIGKILL);
    expect('P', verb::stop_all, SIGSTOP);
    expect('C', verb::cont_all, SIGCONT);
}

TEST(command, knows_what_s6_does_with_the_file_down)
{
    expect('D', verb::down, 0, mark::write);
    expect('U', verb::up, 0, mark::remove);
    expect('Q', verb::once, 0, mark::write);
}

TEST(command, knows_what_encore_adds)
{
    expect('+', verb::group, 0);
    expect('=', verb::single, 0);
    expect('w', verb::signal, SIGWINCH);
    expect('l', verb::nothing, 0);
    expect('L', verb::nothing, 0);
}

TEST(command, knows_no_other_byte)
{
    const std::string known = "udoOxpchaitkq12wybrKPCDUQ+=lLen";
    for (int byte = -128; byte < 256; ++byte) {
        const auto letter = static_cast<char>(byte);
        EXPECT_EQ(command_of(letter).has_value(), known.find(letter) != known.npos)
            << byte;
    }
}

TEST(command, has_each_letter_once)
{
    std::set<char> letters;
    for (const auto& c : commands) EXPECT_TRUE(letters.insert(c.letter).second);
}

TEST(command, says_in_words_what_each_does)
{
    for (const auto& c : commands) EXPECT_FALSE(c.text.empty()) << c.letter;
}

} // namespace
} // namespace foster
