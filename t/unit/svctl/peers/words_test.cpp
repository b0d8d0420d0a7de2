// The words that svctl prints and understands under the names of its peers (WIRE:
// status, exit codes).
#include <gtest/gtest.h>

#include <cerrno>

#include "lib/status.h"
#include "svctl/peers/words.h"

namespace foster {
namespace {

constexpr stamp dawn{1795357867s};

peer_status up(char want = 'u')
{
    return {.since = dawn, .shown = {17}, .want = want, .at = 1};
}

peer_status down(char want = 'd')
{
    return {.since = dawn, .want = want};
}

bool works()
{
    return true;
}

bool is_broken()
{
    return false;
}

TEST(peers, read_what_supervise_writes)
{
    status s;
    s.phase = phase::up;
    s.want = want::up;
    s.main = {70000};
    s.termed = true;
    s.pid_since = dawn + 5ns;
    const auto bytes = to_bytes(s);
    EXPECT_EQ(
        read_peer_status({reinterpret_cast<const char*>(bytes.data()), bytes.size()}),
        (peer_status{.since = dawn + 5ns,
                     .shown = {70000},
                     .want = 'u',
                     .termed = true,
                     .at = 1}));
}

TEST(peers, read_the_eighteen_bytes_of_daemontools)
{
    EXPECT_TRUE(read_peer_status(std::string(18, '\0')));
    EXPECT_FALSE(read_peer_status(std::string(17, '\0')));
}

TEST(peers, say_errors_in_bernsteins_words)
{
    EXPECT_EQ(error_in_words(ENOENT), "file does not exist");
    EXPECT_EQ(error_in_words(EACCES), "access denied");
    EXPECT_EQ(error_in_words(EPERM), "permission denied");
    EXPECT_EQ(error_in_words(ENOTDIR), "not a directory");
}

TEST(peers, say_as_svstat_says)
{
    const auto now = dawn + 3900ms;
    EXPECT_EQ(svstat_in_words(up(), true, now), "up (pid 17) 3 seconds");
    EXPECT_EQ(svstat_in_words(up(), false, now), "up (pid 17) 3 seconds, normally down");
    EXPECT_EQ(svstat_in_words(up('d'), true, now), "up (pid 17) 3 seconds, want down");
    EXPECT_EQ(svstat_in_words(down(), true, now), "down 3 seconds, normally up");
    EXPECT_EQ(svstat_in_words(down('u'), false, now), "down 3 seconds, want up");
    peer_status paused = up('d');
    paused.paused = true;
    EXPECT_EQ(svstat_in_words(paused, false, now),
              "up (pid 17) 3 seconds, normally down, paused, want down");
}

TEST(peers, say_as_sv_says)
{
    const auto now = dawn + 3s;
    EXPECT_EQ(sv_in_words("web", up(), true, now), "run: web: (pid 17) 3s");
    EXPECT_EQ(sv_in_words("web", down(), true, now), "down: web: 3s, normally up");
    peer_status ending = up('d');
    ending.termed = true;
    EXPECT_EQ(sv_in_words("web", ending, true, now),
              "run: web: (pid 17) 3s, want down, got TERM");
    ending.at = 2;
    ending.termed = false;
    EXPECT_EQ(sv_in_words("web", ending, true, now),
              "finish: web: (pid 17) 3s, want down");
}

TEST(peers, count_no_seconds_of_the_future)
{
    EXPECT_EQ(sv_in_words("web", down(), false, dawn - 5s), "down: web: 0s");
}

TEST(peers, read_the_letters_of_svc_each_once)
{
    const char* const argv[] = {"svc", "-du", "-d", "-x", "web", "-k"};
    const auto read = read_svc_command(6, argv);
    EXPECT_EQ(read.letters, "dux");
    EXPECT_EQ(read.operands, 4);
    EXPECT_EQ(read.unknown, 0);
}

TEST(peers, read_no_letter_that_supervise_does_not_know)
{
    const char* const argv[] = {"svc", "-uz", "web"};
    EXPECT_EQ(read_svc_command(3, argv).unknown, 'z');
}

TEST(peers, read_only_the_first_letter_of_the_plain_words_of_sv)
{
    EXPECT_EQ(read_sv_command("up", false)->letters, "u");
    EXPECT_EQ(read_sv_command("down", false)->letters, "d");
    EXPECT_EQ(read_sv_command("hup", false)->letters, "h");
    EXPECT_EQ(read_sv_command("interrupt", false)->letters, "i");
    EXPECT_EQ(read_sv_command("exit", false)->letters, "x");
    EXPECT_FALSE(read_sv_command("up", false)->waits);
}

TEST(peers, wait_for_the_words_of_lsb_scripts)
{
    EXPECT_EQ(read_sv_command("restart", false)->letters, "tcu");
    EXPECT_TRUE(read_sv_command("restart", false)->waits);
    EXPECT_TRUE(read_sv_command("force-stop", false)->kills);
    EXPECT_FALSE(read_sv_command("check", false)->writes);
}

TEST(peers, know_no_other_word)
{
    EXPECT_FALSE(read_sv_command("", false));
    EXPECT_FALSE(read_sv_command("rest", false));
    EXPECT_FALSE(read_sv_command("force-up", false));
    EXPECT_FALSE(read_sv_command("zap", false));
    EXPECT_FALSE(read_sv_command("stat", true));
    EXPECT_TRUE(read_sv_command("stat", false)->status);
}

TEST(peers, take_a_service_for_up_when_its_check_says_so)
{
    EXPECT_TRUE(sv_reached('u', up(), dawn, works));
    EXPECT_FALSE(sv_reached('u', up(), dawn, is_broken));
    EXPECT_FALSE(sv_reached('u', down('u'), dawn, works));
}

TEST(peers, take_a_newer_start_for_a_restart)
{
    EXPECT_FALSE(sv_reached('t', up(), dawn, works));
    EXPECT_TRUE(sv_reached('t', up(), dawn - 1ns, works));
    EXPECT_FALSE(sv_reached('t', down('u'), dawn - 1ns, works));
    EXPECT_TRUE(sv_reached('t', down('d'), dawn, works));
}

TEST(peers, wait_for_a_pause_and_its_end)
{
    peer_status paused = up();
    paused.paused = true;
    EXPECT_TRUE(sv_reached('p', paused, dawn, works));
    EXPECT_FALSE(sv_reached('p', up(), dawn, works));
    EXPECT_FALSE(sv_reached('c', paused, dawn, works));
}

} // namespace
} // namespace foster
