// The end of svscan as text: for what it waits, and what it kills when.
#include "lib/shutdown.h"

#include <gtest/gtest.h>

#include <string>

namespace foster {
namespace {

constexpr instant dawn{std::chrono::hours{1}};

std::string in_ms(instant t)
{
    return std::to_string((t - dawn) / 1ms) + " ms";
}

// One svscan that ends, with a limit of a minute.
class svscan {
  public:
    explicit svscan(station at) : it{at, 60s} {}

    svscan& at(nanoseconds after)
    {
        now = dawn + after;
        return *this;
    }
    svscan& told(last_word w)
    {
        it.told(w, now);
        return *this;
    }
    svscan& services_end()
    {
        supervised = false;
        return *this;
    }
    svscan& all_die()
    {
        supervised = false;
        alone = true;
        return *this;
    }
    svscan& somebody_is_left()
    {
        alone = false;
        return *this;
    }
    svscan& hook_ends()
    {
        it.died(it.hook());
        return *this;
    }
    svscan& has_hook()
    {
        hooked = true;
        return *this;
    }

    // Executes the decisions until there is nothing to do now.
    std::string acts()
    {
        std::string did;
        for (int i = 0; i < 10; ++i) {
            const auto a = it.next(supervised, alone, now);
            if (std::holds_alternative<shutdown::rest>(a)) return did + "rest";
            if (const auto* h = std::get_if<shutdown::hold>(&a))
                return did + "until " + in_ms(h->until);
            if (const auto* l = std::get_if<shutdown::leave>(&a))
                return did + "leave: " + std::string{to_text(l->with)};
            did += perform(a) + ", ";
        }
        return did + "without end";
    }

  private:
    std::string perform(const shutdown::action& a)
    {
        if (const auto* e = std::get_if<shutdown::end_all>(&a)) {
            it.sent(e->signal, now);
            return e->signal == SIGKILL ? "kill all" : "term all";
        }
        if (std::holds_alternative<shutdown::end_finish>(a)) {
            it.sent(SIGKILL, now);
            return "kill finish";
        }
        if (const auto* f = std::get_if<shutdown::finish>(&a)) {
            if (hooked)
                it.finishing({77}, now);
            else
                it.unfinished();
            return "finish " + std::string{to_text(f->before)};
        }
        it.stopping();
        return "stop";
    }

    shutdown it;
    instant now = dawn;
    bool supervised = true;
    bool alone = false;
    bool hooked = false;
};

TEST(shutdown, does_nothing_unless_told)
{
    EXPECT_EQ(svscan{station::machine}.acts(), "rest");
    EXPECT_EQ(svscan{station::plain}.acts(), "rest");
}

TEST(shutdown, plainly_waits_for_its_supervises_alone)
{
    svscan it{station::plain};
    EXPECT_EQ(it.told(last_word::exit).acts(), "stop, rest");
    EXPECT_EQ(it.at(24h).acts(), "rest");
    EXPECT_EQ(it.services_end().acts(), "finish exit, leave: exit");
}

TEST(shutdown, of_a_machine_is_quick_where_nobody_is_left)
{
    svscan it{station::machine};
    EXPECT_EQ(it.told(last_word::power_off).acts(), "stop, until 60000 ms");
    EXPECT_EQ(it.at(1s).all_die().acts(), "finish poweroff, leave: poweroff");
}

TEST(shutdown, gives_strangers_two_seconds)
{
    svscan it{station::container};
    it.told(last_word::exit).acts();
    EXPECT_EQ(it.at(1s).services_end().acts(), "term all, until 3000 ms");
    EXPECT_EQ(it.at(3s).acts(), "kill all, until 3200 ms");
    EXPECT_EQ(it.at(3200ms).acts(), "kill all, until 3400 ms");
    EXPECT_EQ(it.all_die().acts(), "finish exit, leave: exit");
}

TEST(shutdown, kills_all_when_its_patience_is_over)
{
    svscan it{station::machine};
    it.told(last_word::reboot).acts();
    EXPECT_EQ(it.at(59s).acts(), "until 60000 ms");
    EXPECT_EQ(it.at(60s).acts(), "kill all, until 60200 ms");
    // Their supervise processes are dead, so svscan stops being patient with others.
    EXPECT_EQ(it.services_end().acts(), "until 60200 ms");
    EXPECT_EQ(it.at(60200ms).acts(), "kill all, until 60400 ms");
    EXPECT_EQ(it.all_die().acts(), "finish reboot, leave: reboot");
}

TEST(shutdown, gives_up_on_whom_no_kill_ends)
{
    svscan it{station::machine};
    it.told(last_word::halt).acts();
    EXPECT_EQ(it.at(60s).acts(), "kill all, until 60200 ms");
    EXPECT_EQ(it.at(69999ms).acts(), "kill all, until 70199 ms");
    EXPECT_EQ(it.at(70s).acts(), "finish halt, leave: halt");
}

TEST(shutdown, kills_whom_the_hook_leaves)
{
    svscan it{station::machine};
    it.has_hook().told(last_word::reboot).acts();
    EXPECT_EQ(it.at(1s).all_die().acts(), "finish reboot, until 61000 ms");
    EXPECT_EQ(it.at(2s).hook_ends().somebody_is_left().acts(), "kill all, until 2200 ms");
    EXPECT_EQ(it.at(2200ms).acts(), "kill all, until 2400 ms");
    EXPECT_EQ(it.all_die().acts(), "leave: reboot");
}

TEST(shutdown, waits_for_the_hook_and_then_for_no_one)
{
    svscan it{station::container};
    it.has_hook().told(last_word::exit).acts();
    EXPECT_EQ(it.all_die().acts(), "finish exit, until 60000 ms");
    EXPECT_EQ(it.at(1s).hook_ends().acts(), "leave: exit");
}

TEST(shutdown, ends_a_hook_that_takes_too_long)
{
    svscan it{station::plain};
    it.has_hook().told(last_word::exit).acts();
    EXPECT_EQ(it.services_end().acts(), "finish exit, until 60000 ms");
    EXPECT_EQ(it.at(60s).acts(), "kill finish, until 60200 ms");
    EXPECT_EQ(it.hook_ends().acts(), "leave: exit");
}

TEST(shutdown, follows_the_last_word)
{
    svscan it{station::machine};
    EXPECT_EQ(it.told(last_word::power_off).acts(), "stop, until 60000 ms");
    EXPECT_EQ(it.at(5s).told(last_word::reboot).acts(), "until 60000 ms");
    EXPECT_EQ(it.all_die().acts(), "finish reboot, leave: reboot");
}

TEST(shutdown, is_told_by_the_signals_of_busybox_and_lxc)
{
    std::string told;
    for (const auto& s : end_signals) {
        const auto plain = word_of(s, station::plain);
        told += std::to_string(s.number) + " " +
                std::string{to_text(*word_of(s, station::machine))} + " " +
                std::string{to_text(*word_of(s, station::container))} + " " +
                std::string{plain ? to_text(*plain) : "-"} + "\n";
    }
    EXPECT_EQ(told, "15 reboot exit exit\n"
                    "2 reboot exit exit\n"
                    "3 reboot exit -\n"
                    "10 halt exit -\n"
                    "12 poweroff exit -\n"
                    "30 poweroff exit -\n");
}

} // namespace
} // namespace foster
