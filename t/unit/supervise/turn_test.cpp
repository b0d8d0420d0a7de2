// One turn of supervise, with a kernel whose answers the test prepares.
#include "supervise/turn.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace foster {
namespace {

// A kernel without a process table (kernel/model has one).  It returns the answers of
// the test, and records the calls.
class fake_kernel final : public kernel {
  public:
    moment now() noexcept override
    {
        ++times_told;
        return time;
    }
    spawned finish(const death& of) noexcept override
    {
        if (!finish_script) return {.error = ENOENT};
        done += "finish " + std::to_string(of.status) + ' ';
        return {.run = finish_script};
    }
    spawned spawn(std::uint64_t) noexcept override
    {
        ++spawns;
        if (refusals > 0) {
            --refusals;
            done += "refuse ";
            return {.error = ENOENT};
        }
        done += "spawn ";
        living.push_back({.who = {next_pid}});
        return {.run = {next_pid++}};
    }
    spawned consult(char) noexcept override { return {.error = ENOENT}; }
    std::optional<notice> hear() noexcept override
    {
        if (notices.empty()) return std::nullopt;
        const notice n = notices.front();
        notices.erase(notices.begin());
        return n;
    }
    void mute(bool quiet) noexcept override { done += quiet ? "mute " : "unmute "; }
    pid branch(pid who) noexcept override { return who == stranger ? pid{} : who; }
    void say(remark what) noexcept override
    {
        done += what == remark::silent ? "silent " : what == remark::late ? "late " : "";
    }
    std::optional<adoption> adopted() noexcept override
    {
        if (orphans.empty()) return std::nullopt;
        const adoption a = orphans.front();
        orphans.erase(orphans.begin());
        return a;
    }
    std::optional<death> reap() noexcept override
    {
        if (dead.empty()) return std::nullopt;
        const death d = dead.front();
        dead.erase(dead.begin());
        return d;
    }
    bool death_waits() noexcept override { return !dead.empty(); }
    bool alone() noexcept override { return living.empty() && dead.empty(); }
    bool children(std::vector<child>& into, std::span<const pid> known,
                  bool count) noexcept override
    {
        ++looks;
        counted = count;
        if (during_look) during_look();
        into = living;
        std::erase_if(into, [&](const child& c) {
            return std::ranges::binary_search(known, c.who);
        });
        return sees_all;
    }
    pid claimed() noexcept override
    {
        ++asked;
        return in_pidfile;
    }
    void signal(pid to, int signal) noexcept override
    {
        done += std::to_string(signal) + ">" + std::to_string(to.number) + " ";
    }
    void signal_group(pid to, pid, int signal) noexcept override
    {
        done += std::to_string(signal) + ">>" + std::to_string(to.number) + " ";
    }
    void mark_down(bool down) noexcept override { done += down ? "mark " : "unmark "; }
    bool publish(const status& s) noexcept override
    {
        done += "publish ";
        if (!writable) return false;
        published.push_back(s);
        return true;
    }

    // The process ends, and its children become ours.
    void dies(int who, manner how, int code, std::vector<child> heirs = {})
    {
        std::erase_if(living, [=](const child& c) { return c.who.number == who; });
        living.insert(living.end(), heirs.begin(), heirs.end());
        dead.push_back({{who}, how, code});
    }

    moment time{instant{1000s}, stamp{1795357867s}};
    std::vector<child> living;
    std::vector<death> dead;
    std::vector<adoption> orphans;
    std::function<void()> during_look;
    int next_pid = 100;
    std::vector<notice> notices;
    pid stranger; // is none of the service
    int refusals = 0;
    bool writable = true;

    std::string done;
    std::vector<status> published;
    int times_told = 0;
    int spawns = 0;
    pid finish_script{}; // 0 if there is none
    int looks = 0;
    bool sees_all = true;
    bool counted = false;
    pid in_pidfile;
    int asked = 0; // for it
};

// A kernel and a service for turns.
class stage {
  public:
    turn::outcome take(std::string_view letters = "", bool dismissed = false)
    {
        k.done.clear();
        return t.take(letters, dismissed);
    }
    // The next turn comes so much later.
    void later(nanoseconds by) { k.time = {k.time.at + by, k.time.wall + by}; }
    // Makes 100 up for half a second.
    void be_up()
    {
        take();
        later(500ms);
        take();
    }
    const status& told() const { return k.published.back(); }
    static stamp wall(nanoseconds after) { return stamp{1795357867s} + after; }

    fake_kernel k;
    service s{{}, want::up};
    turn t{k, s};
};

// The pidfile.

// A daemon with a pidfile, which has just left 101, with a worker, and 102.
struct claimant {
    explicit claimant(pid named)
    {
        turn t{k, s};
        t.take("", false);
        k.in_pidfile = named;
        k.dies(100, manner::exited, 0, {{.who = {101}, .below = 1}, {.who = {102}}});
        t.take("", false);
    }

    fake_kernel k;
    service s{{.pidfile = "web.pid"}, want::up};
};

TEST(turn, believes_a_pidfile_that_names_a_child)
{
    EXPECT_EQ(claimant{{102}}.k.published.back().main, pid{102});
}

TEST(turn, chooses_the_main_itself_where_the_pidfile_names_nobody)
{
    EXPECT_EQ(claimant{pid{}}.k.published.back().main, pid{101});
}

TEST(turn, does_not_ask_for_a_pidfile_that_there_is_not)
{
    stage on;
    on.be_up();
    EXPECT_EQ(on.k.asked, 0);
}

// Reading deaths.

TEST(turn, hears_of_every_death_at_once)
{
    stage on;
    on.take();
    on.k.dies(100, manner::exited, 0, {{.who = {101}}});
    on.k.dies(101, manner::exited, 0, {{.who = {102}}});
    on.k.dies(102, manner::exited, 0, {{.who = {103}}});
    on.take();
    EXPECT_EQ(on.told().main, pid{103});
    EXPECT_TRUE(on.k.dead.empty());
}

TEST(turn, hears_of_all_deaths_before_it_looks)
{
    stage on;
    on.be_up();
    on.k.looks = 0;
    on.k.dies(105, manner::exited, 0);
    on.k.dies(106, manner::exited, 0);
    on.take();
    EXPECT_EQ(on.k.looks, 1);
}

TEST(turn, takes_the_time_once)
{
    stage on;
    on.be_up();
    on.k.times_told = 0;
    on.k.dies(100, manner::exited, 1);
    on.take("u");
    EXPECT_EQ(on.k.times_told, 1);
}

TEST(turn, looks_once_at_who_is_left)
{
    stage on;
    on.be_up();
    on.k.looks = 0;
    on.k.living.push_back({.who = {105}});
    on.take();
    EXPECT_EQ(on.k.looks, 1);
    EXPECT_EQ(on.told().kin.size(), 2u);
}

TEST(turn, does_not_look_where_nobody_is_left)
{
    stage on;
    on.be_up();
    on.k.looks = 0;
    on.k.dies(100, manner::exited, 1);
    on.take();
    EXPECT_EQ(on.k.looks, 0);
}

TEST(turn, does_not_look_before_the_first_start)
{
    stage on;
    on.k.living.push_back({.who = {77}}); // a child from before this supervise
    on.take();
    EXPECT_EQ(on.k.looks, 0);
}

TEST(turn, counts_descendants_only_when_a_main_is_elected)
{
    stage on;
    on.be_up();
    EXPECT_FALSE(on.k.counted);
    on.k.dies(100, manner::exited, 0, {{.who = {101}}});
    on.take();
    EXPECT_TRUE(on.k.counted);
    on.later(500ms);
    on.take();
    on.take();
    EXPECT_FALSE(on.k.counted);
}

// The race that t/model calls heir_before_death.  101 dies while supervise lists its
// children.  The list already contains its orphan, but the death has not been read yet.
TEST(turn, hears_of_a_death_before_it_sees_the_heir)
{
    stage on;
    on.take();
    on.k.dies(100, manner::exited, 0,
              {{.who = {101}, .start = 100'007}, {.who = {50}, .start = 100'008}});
    on.take();
    on.later(100ms);
    on.k.during_look = [&] {
        on.k.during_look = nullptr;
        on.k.dies(101, manner::exited, 0, {{.who = {102}, .start = 100'009, .below = 3}});
    };
    on.take();
    EXPECT_EQ(on.told().main, pid{102});
}

TEST(turn, looks_again_when_somebody_died_meanwhile)
{
    stage on;
    on.be_up();
    on.k.looks = 0;
    on.k.during_look = [&] {
        on.k.during_look = nullptr;
        on.k.dies(105, manner::exited, 0);
    };
    on.take();
    EXPECT_EQ(on.k.looks, 2);
}

TEST(turn, sees_that_the_last_died_while_it_looked)
{
    stage on;
    on.be_up();
    on.later(10s);
    on.k.during_look = [&] {
        on.k.during_look = nullptr;
        on.k.dies(100, manner::exited, 1);
    };
    on.take();
    EXPECT_EQ(on.k.done, "spawn publish ");
}

// A tree that dies faster than supervise lists it must not keep it busy forever.
TEST(turn, ends_though_somebody_dies_at_every_look)
{
    stage on;
    on.be_up();
    on.k.looks = 0;
    on.k.during_look = [&] { on.k.dies(999, manner::exited, 0); };
    on.take();
    EXPECT_EQ(on.k.looks, 64);
    EXPECT_EQ(on.told().main, pid{100});
}

// Reading notices.

// 100 is ready and must send a keep-alive within two seconds.
struct watched {
    watched()
    {
        t.take("", false);
        k.notices = {{.from = {100}, .ready = true}};
        later(1s);
    }
    std::string later(nanoseconds by)
    {
        k.time.at += by;
        k.done.clear();
        until = t.take("", false).until;
        return k.done;
    }
    // The deadline passes, and each turn comes on time.
    std::string expires(std::vector<notice> said = {})
    {
        for (int quarter = 0; quarter < 3; ++quarter) later(500ms);
        k.notices = std::move(said);
        return later(500ms);
    }

    fake_kernel k;
    service s{{.ready = readiness::notify, .watchdog = 2s}, want::up};
    turn t{k, s};
    std::optional<instant> until{};
};

TEST(turn, hears_what_was_said_before_a_deadline_is_missed)
{
    watched on;
    EXPECT_EQ(on.expires({{.from = {100}, .lives = true}}), "");
    EXPECT_EQ(on.expires(), "silent 6>100 18>100 publish ");
}

TEST(turn, misses_no_deadline_before_all_is_heard)
{
    watched on;
    std::vector<notice> said(40, {.from = {100}});
    said.push_back({.from = {100}, .lives = true});
    EXPECT_EQ(on.expires(std::move(said)), "");
    EXPECT_EQ(on.later(0s), "");
    EXPECT_EQ(on.expires(), "silent 6>100 18>100 publish ");
}

// Takes so many turns at once, one for each wake-up, and returns how many notices they
// read.
std::size_t heard(watched& on)
{
    const auto before = on.k.notices.size();
    for (int woken = 0; woken < 20; ++woken) on.later(0s);
    return before - on.k.notices.size();
}

TEST(turn, hears_64_strangers_in_a_tenth_of_a_second)
{
    watched on;
    on.later(100ms);
    on.k.stranger = {7};
    on.k.notices.assign(1000, {.from = {7}});
    EXPECT_EQ(on.later(0s), "");
    EXPECT_EQ(on.until, on.k.time.at);
    EXPECT_EQ(on.later(0s), "mute ");
    EXPECT_EQ(on.k.notices.size(), 936U);
    EXPECT_EQ(on.until, on.k.time.at + 100ms);
    EXPECT_EQ(heard(on), 0U);
    EXPECT_EQ(on.later(99ms), "");
    EXPECT_EQ(on.later(1ms), "unmute ");
    EXPECT_EQ(heard(on), 32U);
}

TEST(turn, hears_256_words_of_the_service_in_a_tenth_of_a_second)
{
    watched on;
    on.later(100ms);
    on.k.notices.assign(1000, {.from = {100}});
    EXPECT_EQ(heard(on), 256U);
}

TEST(turn, is_woken_again_once_the_strangers_are_heard)
{
    watched on;
    on.later(100ms);
    on.k.stranger = {7};
    on.k.notices.assign(80, {.from = {7}});
    EXPECT_EQ(heard(on), 64U);
    EXPECT_EQ(on.later(100ms), "unmute ");
    EXPECT_EQ(on.k.notices.size(), 0U);
    EXPECT_NE(on.until, on.k.time.at + 100ms);
}

// The watchdog is a second late then, but supervise is not busy in between.
TEST(turn, misses_a_deadline_among_strangers)
{
    watched on;
    on.k.stranger = {7};
    std::string done;
    int turns = 0;
    while (done.find("silent") == done.npos && turns < 200) {
        on.k.notices.assign(1000, {.from = {7}});
        done = on.later(turns ? *on.until - on.k.time.at : 0s);
        ++turns;
    }
    EXPECT_LT(turns, 100);
    EXPECT_EQ(on.k.time.at, instant{1000s} + 1s + 3s);
}

TEST(turn, does_not_count_time_in_which_it_did_not_run)
{
    watched on;
    EXPECT_EQ(on.later(9s), "");
    EXPECT_EQ(on.expires(), "silent 6>100 18>100 publish ");
}

TEST(turn, looks_again_later_and_later_where_it_cannot_see_all)
{
    stage on;
    on.be_up();
    on.k.sees_all = false;
    std::vector<nanoseconds> waits;
    for (int look = 0; look < 9; ++look)
        waits.push_back(on.take().until.value() - on.k.time.at);
    EXPECT_EQ(waits, (std::vector<nanoseconds>{1s, 2s, 4s, 8s, 16s, 32s, 64s, 64s, 64s}));
    on.k.sees_all = true;
    EXPECT_EQ(on.take().until, std::nullopt);
}

TEST(turn, looks_again_soon_after_a_command)
{
    stage on;
    on.be_up();
    on.k.sees_all = false;
    for (int look = 0; look < 9; ++look) on.take();
    EXPECT_EQ(on.take("h").until, on.k.time.at + 1s);
}

// Commands.

TEST(turn, obeys_every_letter_in_order)
{
    stage on;
    on.be_up();
    on.take("h1c");
    EXPECT_EQ(on.k.done, "1>100 10>100 18>100 publish ");
}

TEST(turn, passes_over_letters_that_nobody_knows)
{
    stage on;
    on.be_up();
    on.take(std::string_view{"\0h?\xff\n", 5});
    EXPECT_EQ(on.k.done, "1>100 publish ");
}

TEST(turn, sends_to_all_for_plus_within_one_write)
{
    stage on;
    on.be_up();
    on.k.living.push_back({.who = {105}});
    on.take();
    on.take("+h=i");
    EXPECT_EQ(on.k.done, "1>100 1>105 2>100 publish ");
    on.take("+");
    on.take("h");
    EXPECT_EQ(on.k.done, "1>100 publish ");
}

TEST(turn, marks_what_D_U_and_Q_leave_for_the_next_supervise)
{
    stage on;
    on.be_up();
    on.take("Q");
    EXPECT_EQ(on.k.done, "mark publish ");
    on.take("U");
    EXPECT_EQ(on.k.done, "unmark publish ");
    on.take("D");
    EXPECT_EQ(on.k.done, "mark 15>100 18>100 publish ");
    on.take("d");
    EXPECT_EQ(on.k.done, "15>100 18>100 ");
}

TEST(turn, sends_nothing_to_the_dead_of_the_same_turn)
{
    stage on;
    on.be_up();
    on.k.dies(100, manner::exited, 1);
    on.take("t");
    EXPECT_EQ(on.k.done, "publish ");
}

TEST(turn, stops_the_service_when_dismissed)
{
    stage on;
    on.be_up();
    const auto done = on.take("", true);
    EXPECT_EQ(on.k.done, "15>100 18>100 publish ");
    EXPECT_FALSE(done.leave);
}

TEST(turn, leaves_when_nobody_is_left)
{
    stage on;
    on.be_up();
    on.take("", true);
    on.k.dies(100, manner::signalled, SIGTERM);
    EXPECT_TRUE(on.take().leave);
}

TEST(turn, publishes_before_it_leaves)
{
    stage on;
    on.be_up();
    on.take("x");
    on.k.dies(100, manner::signalled, SIGTERM);
    on.take();
    EXPECT_EQ(on.told().phase, phase::down);
}

// Decisions.

TEST(turn, starts_in_its_first_turn)
{
    stage on;
    const auto done = on.take();
    EXPECT_EQ(on.k.done, "spawn publish ");
    EXPECT_EQ(done.until, instant{1000s + 500ms});
}

TEST(turn, runs_finish_in_the_turn_that_hears_of_the_end)
{
    stage on;
    on.be_up();
    on.k.finish_script = {900};
    on.k.dies(100, manner::exited, 3);
    on.k.done.clear();
    on.take();
    EXPECT_EQ(on.k.done, "finish 3 publish ");
    EXPECT_EQ(on.told().phase, phase::finishing);
}

TEST(turn, starts_again_in_the_turn_that_hears_of_the_end)
{
    stage on;
    on.be_up();
    on.later(10s);
    on.k.dies(100, manner::signalled, SIGSEGV);
    on.take();
    EXPECT_EQ(on.k.done, "spawn publish ");
    EXPECT_EQ(on.told().main, pid{101});
}

TEST(turn, names_the_instant_of_the_next_start)
{
    stage on;
    on.be_up();
    on.k.dies(100, manner::exited, 1);
    EXPECT_EQ(on.take().until, instant{1001s});
}

TEST(turn, needs_no_deadline_when_all_is_well)
{
    stage on;
    on.be_up();
    EXPECT_EQ(on.take().until, std::nullopt);
}

TEST(turn, waits_a_second_when_a_spawn_is_refused)
{
    stage on;
    on.k.refusals = 1;
    const auto done = on.take();
    EXPECT_EQ(on.k.done, "refuse publish ");
    EXPECT_EQ(done.until, instant{1001s});
    EXPECT_EQ(on.told().phase, phase::waiting);
}

TEST(turn, does_not_try_again_before_the_second_is_over)
{
    stage on;
    on.k.refusals = 1;
    on.take();
    on.later(999ms);
    on.take("u");
    EXPECT_EQ(on.k.spawns, 1);
}

TEST(turn, tries_again_when_the_second_is_over)
{
    stage on;
    on.k.refusals = 1;
    on.take();
    on.later(1s);
    on.take();
    EXPECT_EQ(on.k.done, "spawn publish ");
}

// Statuses.

TEST(turn, says_first_that_it_has_started)
{
    stage on;
    on.take();
    EXPECT_EQ(on.k.done, "spawn publish ");
    EXPECT_EQ(on.told().starts, 1u);
    EXPECT_EQ(on.told().since, stage::wall(0s));
}

TEST(turn, publishes_once_after_all_is_done)
{
    stage on;
    on.be_up();
    on.take("d");
    EXPECT_EQ(on.k.done, "15>100 18>100 publish ");
}

TEST(turn, publishes_nothing_when_nothing_has_changed)
{
    stage on;
    on.be_up();
    on.later(10s);
    on.take();
    EXPECT_EQ(on.k.done, "");
}

TEST(turn, publishes_nothing_when_nothing_has_changed_since_an_earlier_image)
{
    stage on;
    on.be_up();
    turn after_exec{on.k, on.s, on.t.told()};
    on.k.done.clear();
    after_exec.take("", false);
    EXPECT_EQ(on.k.done, "");
}

TEST(turn, tries_again_in_a_second_what_could_not_be_published)
{
    stage on;
    on.be_up();
    on.k.writable = false;
    EXPECT_EQ(on.take("p").until, instant{1000s + 1500ms});
    on.later(1s);
    on.k.writable = true;
    EXPECT_EQ(on.take().until, std::nullopt);
    EXPECT_EQ(on.k.done, "publish ");
    EXPECT_TRUE(on.told().paused);
}

TEST(turn, keeps_an_earlier_deadline_when_it_cannot_publish)
{
    stage on;
    on.k.writable = false;
    EXPECT_EQ(on.take().until, instant{1000s + 500ms});
}

TEST(turn, keeps_a_later_deadline_out_when_it_cannot_publish)
{
    stage on;
    on.be_up();
    on.k.writable = false;
    EXPECT_EQ(on.take("d").until, instant{1000s + 1500ms}); // TERM to all is due at 5.5 s
}

TEST(turn, dates_the_phase_from_its_beginning)
{
    stage on;
    on.be_up();
    EXPECT_EQ(on.told().since, stage::wall(500ms));
    on.later(10s);
    on.take("p");
    EXPECT_EQ(on.told().since, stage::wall(500ms));
}

TEST(turn, dates_the_pid_from_its_beginning)
{
    stage on;
    on.be_up();
    EXPECT_EQ(on.told().pid_since, stage::wall(0s));
}

// sv reads a newer stamp as proof of a restart.
TEST(turn, dates_the_pid_anew_at_each_start_though_it_is_the_same_pid)
{
    stage on;
    on.be_up();
    on.later(10s);
    on.k.dies(100, manner::exited, 1);
    on.k.next_pid = 100;
    on.take();
    EXPECT_EQ(on.told().main, pid{100});
    EXPECT_EQ(on.told().pid_since, stage::wall(10s + 500ms));
}

// A quick restart is up before and after.  Otherwise svctl would show "up for 13s" for
// a process that is 2 s old.
TEST(turn, dates_the_phase_anew_at_each_start)
{
    stage on;
    on.be_up();
    on.later(10s);
    on.k.dies(100, manner::exited, 1);
    on.take();
    EXPECT_EQ(on.told().phase, phase::up);
    EXPECT_EQ(on.told().since, stage::wall(10s + 500ms));
}

TEST(turn, dates_a_change_from_when_it_was_and_not_from_when_it_could_be_written)
{
    stage on;
    on.be_up();
    on.later(1s);
    on.k.writable = false;
    on.take("d");
    on.later(1s);
    on.k.writable = true;
    on.take();
    EXPECT_EQ(on.told().phase, phase::stopping);
    EXPECT_EQ(on.told().since, stage::wall(1500ms));
}

} // namespace
} // namespace foster
