// The rules of Linux' process life that the model keeps, one by one.  If a live Linux
// can show a rule, another test does that (t/live,
// t/unit/kernel/linux/children_test.cpp).
#include <gtest/gtest.h>

#include <csignal>

#include "kernel/model/process_table.h"

namespace foster::model {
namespace {

constexpr pid us = process_table::supervisor;

// A table in which one process does `text`.
struct table {
    explicit table(const char* text, int most = 64)
        : what(parse(text)), t(most), run(t.fork(us, 0, 0, 1))
    {
    }
    void step(int pid_number, int times = 1)
    {
        for (int i = 0; i < times; ++i) t.run({pid_number}, what, 0);
    }
    void die(int pid_number) { step(pid_number, 2); } // at once
    scripts what;
    process_table t;
    pid run;
};

TEST(process_table, gives_the_orphan_to_the_supervisor) // find_new_reaper()
{
    table p{"fork{fork{serve}} serve"};
    p.step(3);
    p.step(4);
    p.die(4);
    EXPECT_EQ(p.t.find({5})->parent, us);
}

TEST(process_table, adopts_in_silence) // forget_original_parent() sends nothing
{
    table p{"fork{fork{serve}} serve"};
    p.step(3);
    p.step(4);
    p.die(4);
    EXPECT_FALSE(p.t.child_signal());
}

TEST(process_table, tells_of_an_adoption_who_has_asked) // do_notify_adopted()
{
    table p{"fork{fork{serve}} serve"};
    p.t.ask_for_adoptions(8);
    p.step(3);
    p.step(4);
    p.die(4);
    // 4 is not reaped yet, but it is 3's child, and so a stranger to supervise.
    EXPECT_EQ(p.t.take_adoption(), (adoption{{5}, {4}, {3}}));
    EXPECT_EQ(p.t.take_adoption(), std::nullopt);
}

TEST(process_table, tells_of_an_adoption_in_the_step_of_the_death) // exit_notify()
{
    table p{"fork{serve}"};
    p.t.ask_for_adoptions(8);
    p.step(3, 2);
    ASSERT_FALSE(p.t.child_signal());
    ASSERT_EQ(p.t.take_adoption(), std::nullopt);
    p.step(3);
    EXPECT_TRUE(p.t.child_signal());
    EXPECT_EQ(p.t.take_adoption(), (adoption{{4}, {3}, {3}}));
}

TEST(process_table, tells_of_an_adopted_zombie) // forget_original_parent()
{
    table p{"fork{} exit:0"};
    p.t.ask_for_adoptions(8);
    p.step(3);
    p.die(4);
    p.die(3);
    EXPECT_EQ(p.t.take_adoption(), (adoption{{4}, {3}, {3}}));
}

TEST(process_table, tells_of_no_adoption_by_birth) // CLONE_PARENT
{
    table p{"sibling{serve}"};
    p.t.ask_for_adoptions(8);
    p.step(3);
    p.die(3);
    ASSERT_EQ(p.t.find({4})->parent, us);
    EXPECT_EQ(p.t.take_adoption(), std::nullopt);
}

TEST(process_table, counts_the_adoptions_that_find_no_room) // RLIMIT_SIGPENDING
{
    table p{"fork{serve} fork{serve} fork{serve}"};
    p.t.ask_for_adoptions(2);
    p.step(3, 3);
    p.die(3);
    EXPECT_EQ(p.t.take_adoption(), (adoption{{4}, {3}, {3}}));
    EXPECT_EQ(p.t.take_adoption(), (adoption{{5}, {3}, {3}}));
    EXPECT_EQ(p.t.take_adoption(), std::nullopt);
    EXPECT_EQ(p.t.lost_adoptions(), 1u);
}

TEST(process_table, tells_nobody_in_the_place_of_who_has_asked) // it is not inherited
{
    table p{"fork{fork{serve}} serve"};
    p.t.ask_for_adoptions(8);
    p.t.bereave();
    ASSERT_EQ(p.t.fork(us, 0, 0, 2), pid{4});
    p.step(4);
    p.step(5);
    p.die(5);
    ASSERT_EQ(p.t.find({6})->parent, us);
    EXPECT_EQ(p.t.take_adoption(), std::nullopt);
}

TEST(process_table, tells_the_new_parent_of_a_zombie) // reparent_leader()
{
    table p{"fork{} exit:0"};
    p.step(3);
    p.die(4);
    ASSERT_FALSE(p.t.child_signal());
    p.die(3);
    p.t.take_child_signal();
    EXPECT_EQ(p.t.dead_children(us).size(), 2u);
}

TEST(process_table, has_the_heirs_in_place_before_the_death_is_known) // exit_notify()
{
    table p{"fork{serve}"};
    p.step(3);
    p.die(3);
    EXPECT_TRUE(p.t.child_signal());
    EXPECT_EQ(p.t.find({4})->parent, us);
}

TEST(process_table, keeps_the_pid_of_a_zombie_taken) // alloc_pid()
{
    table p{"exit:0", 4};
    p.die(3);
    EXPECT_EQ(p.t.fork(us, 0, 0, 1), pid{4});
    EXPECT_EQ(p.t.fork(us, 0, 0, 1), pid{});
}

TEST(process_table, gives_a_pid_out_again_after_the_wait) // release_task()
{
    table p{"exit:0", 3};
    p.die(3);
    p.t.reap({3});
    EXPECT_EQ(p.t.fork(us, 0, 0, 1), pid{3});
}

TEST(process_table, keeps_the_pid_of_a_session_taken) // struct pid, PIDTYPE_SID
{
    table p{"setsid fork{serve}", 5};
    p.step(3, 2);
    p.die(3);
    p.t.reap({3});
    EXPECT_EQ(p.t.fork(us, 0, 0, 1), pid{5});
    EXPECT_EQ(p.t.fork(us, 0, 0, 1), pid{});
}

TEST(process_table, is_heard_of_only_when_it_is_dead) // do_exit(): exit_mm() comes first
{
    table p{"exit:0"};
    p.step(3);
    EXPECT_TRUE(p.t.find({3})->dying);
    EXPECT_FALSE(p.t.child_signal());
    EXPECT_TRUE(p.t.dead_children(us).empty());
}

TEST(process_table, lets_the_parent_of_a_vfork_go_on_when_its_child_dies) // mm_release()
{
    table p{"vfork{exit:0} serve"};
    p.step(3);
    p.step(4);
    EXPECT_TRUE(p.t.find({3})->waits_for == pid{});
}

TEST(process_table, leaves_no_zombie_to_who_ignores_SIGCHLD) // do_notify_parent()
{
    table p{"nochild fork{} serve"};
    p.step(3, 2);
    p.die(4);
    EXPECT_EQ(p.t.find({4}), nullptr);
}

TEST(process_table, stops_the_parent_until_its_vfork_child_has_execed) // vfork_done
{
    table p{"vfork{exec:d serve} serve"};
    p.step(3);
    EXPECT_FALSE(p.t.runnable(*p.t.find({3}), p.what, 0));
    p.step(4);
    EXPECT_TRUE(p.t.find({3})->waits_for == pid{});
}

TEST(process_table, gives_a_clone_with_CLONE_PARENT_to_the_caller_s_parent)
{
    table p{"sibling{serve} serve"};
    p.step(3);
    EXPECT_EQ(p.t.find({4})->parent, us);
}

TEST(process_table, lets_a_stopped_process_do_nothing_but_die) // get_signal()
{
    table p{"fork{} serve"};
    p.t.kill({3}, SIGSTOP);
    p.t.kill({3}, SIGTERM);
    EXPECT_FALSE(p.t.runnable(*p.t.find({3}), p.what, 0));
    p.t.kill({3}, SIGKILL);
    EXPECT_TRUE(p.t.runnable(*p.t.find({3}), p.what, 0));
}

TEST(process_table, takes_KILL_before_what_is_handled)
{
    table p{"on:1{} serve"};
    p.step(3);
    p.t.kill({3}, SIGHUP);
    p.t.kill({3}, SIGKILL);
    p.die(3);
    EXPECT_TRUE(p.t.find({3})->dead);
}

TEST(process_table, ignores_what_is_ignored)
{
    table p{"ignore:15 serve"};
    p.step(3);
    p.t.kill({3}, SIGTERM);
    p.step(3);
    EXPECT_FALSE(p.t.find({3})->dying);
}

TEST(process_table, merges_the_signals_of_two_deaths) // legacy_queue()
{
    table p{"exit:0"};
    p.t.fork(us, 0, 0, 1);
    p.die(3);
    p.die(4);
    p.t.take_child_signal();
    EXPECT_FALSE(p.t.child_signal());
    EXPECT_EQ(p.t.dead_children(us).size(), 2u);
}

TEST(process_table, lists_children_in_the_order_of_birth_and_adoption)
{
    table p{"fork{serve} fork{serve}"};
    const pid other = p.t.fork(us, 0, 0, 1);
    p.step(3, 2);
    p.die(3);
    p.t.reap({3});
    const auto children = p.t.children(us);
    ASSERT_EQ(children.size(), 3u);
    EXPECT_EQ(children[0]->self, other);
    EXPECT_EQ(children[1]->self, pid{5});
    EXPECT_EQ(children[2]->self, pid{6});
}

TEST(script, names_the_word_that_it_does_not_know)
{
    EXPECT_THROW(parse("spoon{}"), std::invalid_argument);
    EXPECT_THROW(parse("fork{"), std::invalid_argument);
    EXPECT_THROW(parse("exit}"), std::invalid_argument);
}

// A script of supervise under supervise-attend: 3 is the verdict, 4 the keeper, 5 the
// script.
struct attended {
    explicit attended(const char* text) : what(parse(text)) { t.attend(0, 0, 1); }
    void step(int pid_number, int times = 1)
    {
        for (int i = 0; i < times; ++i) t.run({pid_number}, what, 0);
    }
    bool can(int pid_number) const { return t.runnable(*t.find({pid_number}), what, 0); }
    scripts what;
    process_table t{64};
};

TEST(process_table, gives_the_orphan_to_a_nearer_subreaper) // find_new_reaper()
{
    attended a{"fork{setsid fork{serve}} serve"};
    a.step(5);
    a.step(6, 4); // it has forked 7 and ended
    EXPECT_EQ(a.t.find({7})->parent, pid{4});
}

TEST(process_table, passes_over_a_subreaper_that_is_exiting) // find_new_reaper()
{
    attended a{"fork{serve}"};
    a.step(5);
    a.t.kill({4}, SIGKILL);
    a.step(4);    // exiting, not dead
    a.step(5, 2); // its orphan is 6
    EXPECT_EQ(a.t.find({6})->parent, us);
}

TEST(process_table, ends_with_the_script_s_code)
{
    attended a{"exit:3"};
    EXPECT_FALSE(a.can(3));
    a.step(5, 2);
    a.step(4); // reports
    a.step(3, 2);
    EXPECT_EQ(a.t.reap({3}).status, 3);
}

TEST(process_table, ends_with_the_script_s_signal_and_128)
{
    attended a{"die:9"};
    a.step(5, 2);
    a.step(4);
    a.step(3, 2);
    EXPECT_EQ(a.t.reap({3}).status, 137);
}

TEST(process_table, has_a_keeper_in_the_verdict_s_session_while_any_is_below)
{
    attended a{"fork{setsid serve}"};
    a.step(5, 3);
    a.step(4);
    a.step(3, 2);
    EXPECT_EQ(a.t.find({4})->parent, us);
    EXPECT_EQ(a.t.find({4})->session, pid{3});
    EXPECT_FALSE(a.can(4));
    a.t.kill({6}, SIGTERM);
    a.step(6, 2);
    a.step(4, 3);
    EXPECT_TRUE(a.t.find({4})->dead);
}

TEST(process_table, blocks_signals_above_the_script)
{
    attended a{"on:15{exit:0} serve"};
    a.step(5);
    a.t.kill_group({3}, SIGTERM);
    EXPECT_FALSE(a.can(3));
    EXPECT_FALSE(a.can(4));
    EXPECT_TRUE(a.can(5));
}

TEST(process_table, counts_no_script_among_the_service)
{
    attended a{"serve"};
    EXPECT_FALSE(a.t.any_living(us));
    EXPECT_TRUE(a.t.any_attending());
}

} // namespace
} // namespace foster::model
