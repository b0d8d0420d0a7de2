// The bytes of a status, written out in full.
#include "lib/status.h"

#include <gtest/gtest.h>

namespace foster {
namespace {

using bytes = std::array<unsigned char, 20>;

constexpr stamp seen{1795357867s + 123456789ns}; // 2026-11-22T14:31:07.123456789Z

// Main 4412 (0x113c) is up.
status up()
{
    status s;
    s.phase = phase::up;
    s.want = want::up;
    s.main = {4412};
    s.ready = true;
    s.since = s.pid_since = seen;
    s.starts = 3;
    s.kin = {{{4412}, 1234567, came::adopted}};
    return s;
}

status down()
{
    status s;
    s.since = s.pid_since = seen;
    return s;
}

status degraded()
{
    status s = up();
    s.phase = phase::degraded;
    s.main = {};
    s.kin = {{{4500}, 1234600, came::adopted}, {{4499}, 1234601, came::adopted}};
    return s;
}

// supervise/status.

TEST(status, is_20_bytes_of_an_up_service)
{
    EXPECT_EQ(to_bytes(up()),
              (bytes{0x40, 0,    0,    0,    0x6b, 0x02, 0xfc, 0xb5, // TAI64
                     0x07, 0x5b, 0xcd, 0x15,                         // nanoseconds
                     0x3c, 0x11, 0,    0,                            // pid
                     0,    'u',  0,    1}));
}

TEST(status, is_20_bytes_of_a_down_service)
{
    EXPECT_EQ(to_bytes(down()),
              (bytes{0x40, 0,    0, 0, 0x6b, 0x02, 0xfc, 0xb5, 0x07, 0x5b,
                     0xcd, 0x15, 0, 0, 0,    0,    0,    'd',  0,    0}));
}

TEST(status, shows_the_stamp_of_the_pid_and_not_of_the_phase)
{
    status s = up();
    s.since = stamp{};
    EXPECT_EQ(to_bytes(s), to_bytes(up()));
}

TEST(status, writes_the_pid_with_the_least_byte_first)
{
    status s = up();
    s.main = {0x01020304};
    const auto b = to_bytes(s);
    EXPECT_EQ((bytes{b[12], b[13], b[14], b[15]}), (bytes{4, 3, 2, 1}));
}

TEST(status, shows_pause_in_byte_16)
{
    status s = up();
    s.paused = true;
    EXPECT_EQ(to_bytes(s)[16], 1);
}

TEST(status, shows_the_want_in_byte_17)
{
    status s = up();
    EXPECT_EQ(to_bytes(s)[17], 'u');
    s.want = want::down;
    EXPECT_EQ(to_bytes(s)[17], 'd');
    s.want = want::once;
    EXPECT_EQ(to_bytes(s)[17], 'd');
}

// sv up writes nothing to a service that is wanted up.
TEST(status, keeps_the_want_while_waiting)
{
    status s = down();
    s.want = want::up;
    s.phase = phase::waiting;
    EXPECT_EQ(to_bytes(s)[17], 'u');
}

TEST(status, shows_no_want_when_it_has_failed)
{
    status s = down();
    s.want = want::up;
    s.phase = phase::failed;
    EXPECT_EQ(to_bytes(s)[17], 'd');
}

TEST(status, shows_a_sent_term_in_byte_18)
{
    status s = up();
    s.termed = true;
    EXPECT_EQ(to_bytes(s)[18], 1);
}

TEST(status, shows_finish_as_2_in_byte_19)
{
    status s = up();
    s.phase = phase::finishing;
    EXPECT_EQ(to_bytes(s)[19], 2);
}

TEST(status, shows_the_first_survivor_of_a_degraded_service)
{
    EXPECT_EQ(degraded().shown(), pid{4500});
    const auto b = to_bytes(degraded());
    EXPECT_EQ(b[12], 0x94); // 4500 is 0x1194
    EXPECT_EQ(b[13], 0x11);
    EXPECT_EQ(b[19], 1);
}

TEST(status, shows_the_main_though_it_is_not_the_first_of_the_kin)
{
    status s = up();
    s.kin = {{{9}, 1, came::adopted}, {{4412}, 2, came::adopted}};
    EXPECT_EQ(s.shown(), pid{4412});
}

TEST(status, shows_nobody_when_nobody_lives)
{
    EXPECT_EQ(down().shown(), pid{});
}

// supervise/stat and supervise/pid.

TEST(status, writes_stat_as_runit)
{
    EXPECT_EQ(to_stat(up()), "run\n");
    EXPECT_EQ(to_stat(down()), "down\n");
    EXPECT_EQ(to_stat(degraded()), "run\n");
}

TEST(status, writes_every_remark_of_stat_in_the_order_of_runit)
{
    status s = up();
    s.paused = s.termed = true;
    s.want = want::down;
    EXPECT_EQ(to_stat(s), "run, paused, got TERM, want down\n");
}

TEST(status, writes_want_exit_in_place_of_want_down)
{
    status s = up();
    s.want = want::down;
    s.leaving = true;
    EXPECT_EQ(to_stat(s), "run, want exit\n");
}

TEST(status, writes_finish_into_stat)
{
    status s = up();
    s.phase = phase::finishing;
    EXPECT_EQ(to_stat(s), "finish\n");
}

TEST(status, writes_no_want_of_a_down_service)
{
    status s = down();
    s.leaving = true;
    EXPECT_EQ(to_stat(s), "down\n");
}

TEST(status, writes_the_pid_on_a_line)
{
    EXPECT_EQ(to_pid(up()), "4412\n");
    EXPECT_EQ(to_pid(degraded()), "4500\n");
}

TEST(status, writes_an_empty_pid_when_down)
{
    EXPECT_EQ(to_pid(down()), "");
}

// supervise/state.

TEST(status, lists_bystanders_in_the_state)
{
    status s = up();
    s.bystanders = {{5}, {6}};
    EXPECT_NE(to_state(s).find("\nbystanders = [5, 6]\n"), std::string::npos);
}

TEST(status, writes_the_state_of_a_new_service)
{
    EXPECT_EQ(to_state(down()), R"(version = 2
phase = "down"
want = "down"
main = 0
ready = false
paused = false
since = 2026-11-22T14:31:07.123456Z
starts = 0
children = []
bystanders = []
)");
}

TEST(status, writes_the_state_of_an_up_service)
{
    EXPECT_EQ(to_state(up()), R"(version = 2
phase = "up"
want = "up"
main = 4412
ready = true
paused = false
since = 2026-11-22T14:31:07.123456Z
starts = 3
children = [{pid = 4412, start = 1234567, came = "adopted"}]
bystanders = []
)");
}

TEST(status, writes_the_state_of_a_waiting_service)
{
    status s = down();
    s.phase = phase::waiting;
    s.want = want::up;
    s.starts = 18446744073709551615u;
    s.retry = seen + 2s;
    s.last = {{{4409}, manner::signalled, 9}, seen - 1us};
    s.earlier = {{{{4408}, manner::exited, 1}, seen - 1s},
                 {{{4407}, manner::dumped, 11}, seen - 2s}};
    EXPECT_EQ(to_state(s), R"(version = 2
phase = "waiting"
want = "up"
main = 0
ready = false
paused = false
since = 2026-11-22T14:31:07.123456Z
starts = 18446744073709551615
children = []
bystanders = []
retry = 2026-11-22T14:31:09.123456Z
earlier-deaths = [{pid = 4408, how = "exited", status = 1, when = 2026-11-22T14:31:06.123456Z}, {pid = 4407, how = "dumped", status = 11, when = 2026-11-22T14:31:05.123456Z}]
[last-death]
pid = 4409
how = "signalled"
status = 9
when = 2026-11-22T14:31:07.123455Z
)");
}

TEST(status, writes_every_one_of_the_kin)
{
    status s = degraded();
    s.paused = true;
    s.kin = {
        {{1}, 2, came::spawned}, {{3}, 0, came::adopted}, {{4}, 5, came::taken_back}};
    EXPECT_EQ(to_state(s), R"(version = 2
phase = "degraded"
want = "up"
main = 0
ready = true
paused = true
since = 2026-11-22T14:31:07.123456Z
starts = 3
children = [{pid = 1, start = 2, came = "spawned"}, {pid = 3, start = 0, came = "adopted"}, )"
                           R"({pid = 4, start = 5, came = "taken-back"}]
bystanders = []
)");
}

// The words.

TEST(status, names_every_phase)
{
    EXPECT_EQ(to_text(phase::down), "down");
    EXPECT_EQ(to_text(phase::starting), "starting");
    EXPECT_EQ(to_text(phase::up), "up");
    EXPECT_EQ(to_text(phase::degraded), "degraded");
    EXPECT_EQ(to_text(phase::stopping), "stopping");
    EXPECT_EQ(to_text(phase::finishing), "finishing");
    EXPECT_EQ(to_text(phase::waiting), "waiting");
    EXPECT_EQ(to_text(phase::failed), "failed");
}

TEST(status, names_every_want)
{
    EXPECT_EQ(to_text(want::up), "up");
    EXPECT_EQ(to_text(want::down), "down");
    EXPECT_EQ(to_text(want::once), "once");
}

TEST(status, names_how_each_came)
{
    EXPECT_EQ(to_text(came::spawned), "spawned");
    EXPECT_EQ(to_text(came::adopted), "adopted");
    EXPECT_EQ(to_text(came::taken_back), "taken-back");
}

TEST(status, names_how_each_went)
{
    EXPECT_EQ(to_text(manner::exited), "exited");
    EXPECT_EQ(to_text(manner::signalled), "signalled");
    EXPECT_EQ(to_text(manner::dumped), "dumped");
    EXPECT_EQ(to_text(manner::unknown), "unknown");
}

// Stamps.

TEST(stamp, is_padded_with_zeros)
{
    EXPECT_EQ(to_text(stamp{}), "1970-01-01T00:00:00.000000Z");
    EXPECT_EQ(to_text(stamp{1709251506s + 7us}), "2024-03-01T00:05:06.000007Z");
}

TEST(stamp, knows_leap_years)
{
    EXPECT_EQ(to_text(stamp{1709164800s}), "2024-02-29T00:00:00.000000Z");
}

TEST(stamp, is_cut_to_microseconds_and_not_rounded)
{
    EXPECT_EQ(to_text(stamp{1s - 1ns}), "1970-01-01T00:00:00.999999Z");
}

TEST(stamp, is_the_wall_clock_of_an_instant_ahead)
{
    const moment now{instant{50s}, seen};
    EXPECT_EQ(now.wall_at(instant{51s}), seen + 1s);
}

TEST(stamp, is_the_wall_clock_of_an_instant_past)
{
    const moment now{instant{50s}, seen};
    EXPECT_EQ(now.wall_at(instant{48s}), seen - 2s);
}

// Whether a death was clean.

TEST(death, is_clean_by_exit_0_only)
{
    EXPECT_TRUE((death{{1}, manner::exited, 0}).clean());
    EXPECT_FALSE((death{{1}, manner::exited, 1}).clean());
    EXPECT_FALSE((death{{1}, manner::signalled, 0}).clean());
    EXPECT_FALSE((death{{1}, manner::dumped, 0}).clean());
    EXPECT_FALSE((death{{1}, manner::unknown, 0}).clean());
}

} // namespace
} // namespace foster
