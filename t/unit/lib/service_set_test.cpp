// svscan's core: which supervise processes should run, and in what order they start and
// end.  t/model/roster_model_test.cpp tries every order of a few such events.
#include "lib/service_set.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

namespace foster {
namespace {

// The life of one svscan as text: what it sees, and its decisions.
class scan {
  public:
    // The next facts come at this time after dawn.
    scan& at(nanoseconds after)
    {
        now = dawn + after;
        return *this;
    }
    scan& sees(const std::string& name, std::uint64_t inode)
    {
        it.seen({name, {1, inode}, false});
        return *this;
    }
    scan& sees_logged(const std::string& name, std::uint64_t inode)
    {
        it.seen({name, {1, inode}, true});
        return *this;
    }
    scan& misses(const std::string& name)
    {
        it.gone(name);
        return *this;
    }
    scan& sweeps(std::initializer_list<sighting> all)
    {
        it.swept(std::span{all.begin(), all.size()});
        return *this;
    }
    scan& sweeps(std::initializer_list<sighting> all, const std::set<std::string>& unsure)
    {
        it.swept(std::span{all.begin(), all.size()}, unsure);
        return *this;
    }
    scan& exits(int who, int code)
    {
        it.died({{who}, manner::exited, code}, now);
        return *this;
    }
    scan& hastens()
    {
        it.hasten();
        return *this;
    }
    scan& is_killed(int who, int signal)
    {
        it.died({{who}, manner::signalled, signal}, now);
        return *this;
    }
    // The supervise left processes.
    scan& is_killed_alone(int who)
    {
        it.died({{who}, manner::signalled, 9}, now, true);
        return *this;
    }
    // An earlier supervise had left processes, and this one could not even begin.
    scan& exits_alone(int who, int code)
    {
        it.died({{who}, manner::exited, code}, now, true);
        return *this;
    }
    scan& stops()
    {
        it.stop();
        return *this;
    }

    // Executes all decisions, and returns them: "start web, dismiss 1, until 500 ms".
    // The supervise processes are 1, 2, 3 ...; while `refusing`, the kernel starts
    // none.
    std::string acts()
    {
        std::string story;
        for (;;) {
            const auto next = it.next(now);
            if (const auto* s = std::get_if<service_set::start>(&next)) {
                story += "start " + s->directory + (s->piped ? " piped, " : ", ");
                if (refusing)
                    it.refused(s->where, s->which, now);
                else
                    it.spawned(s->where, s->which, {++last}, now);
            } else if (const auto* d = std::get_if<service_set::dismiss>(&next)) {
                story += "dismiss " + std::to_string(d->supervise.number) + ", ";
                it.dismissed(d->where, d->which);
            } else if (const auto* a = std::get_if<service_set::abandon>(&next)) {
                story += "abandon, ";
                it.abandoned(a->where, a->which);
            } else if (const auto* u = std::get_if<service_set::unpipe>(&next)) {
                story += "unpipe " + std::to_string(u->where.inode) + ", ";
                it.unpiped(u->where);
            } else if (const auto* h = std::get_if<service_set::hold>(&next)) {
                return story + "until " + std::to_string((h->until - dawn) / 1ms) + " ms";
            } else {
                return story + (std::holds_alternative<service_set::leave>(next)
                                    ? "leave"
                                    : "rest");
            }
        }
    }

    static constexpr instant dawn{1000s};
    service_set it;
    instant now = dawn;
    int last = 0;
    bool refusing = false;
};

// 1 has been the supervise of web, which has no log, since dawn.
scan web_alone()
{
    scan s;
    s.sees("web", 7).acts();
    return s;
}

// 1 has been the supervise of web/log since dawn, 2 that of web.
scan logged()
{
    scan s;
    s.sees_logged("web", 7).acts();
    return s;
}

// Beginning.

TEST(service_set, rests_where_nothing_is)
{
    scan s;
    EXPECT_EQ(s.acts(), "rest");
}

TEST(service_set, starts_a_supervise_for_a_directory)
{
    scan s;
    s.sees("web", 7);
    EXPECT_EQ(s.acts(), "start web, rest");
}

TEST(service_set, starts_one_for_each)
{
    scan s;
    s.sees("web", 7).sees("mail", 8);
    EXPECT_EQ(s.acts(), "start web, start mail, rest");
}

TEST(service_set, starts_the_log_first_and_gives_both_the_pipe)
{
    scan s;
    s.sees_logged("web", 7);
    EXPECT_EQ(s.acts(), "start web/log piped, start web piped, rest");
}

TEST(service_set, starts_none_twice)
{
    scan s = logged();
    s.at(10s).sees_logged("web", 7);
    EXPECT_EQ(s.acts(), "rest");
}

// A directory is known by its device, too.
TEST(service_set, tells_two_devices_apart)
{
    scan s;
    s.it.seen({"web", {1, 7}, false});
    s.it.seen({"mail", {2, 7}, false});
    EXPECT_EQ(s.acts(), "start web, start mail, rest");
}

// Pace.

TEST(service_set, starts_one_that_died_again_at_once_after_a_second)
{
    scan s = web_alone();
    s.at(1s).exits(1, 1);
    EXPECT_EQ(s.acts(), "start web, rest");
}

TEST(service_set, waits_a_second_between_two_starts)
{
    scan s = web_alone();
    s.at(300ms).exits(1, 1);
    EXPECT_EQ(s.acts(), "until 1000 ms");
    s.at(999ms);
    EXPECT_EQ(s.acts(), "until 1000 ms");
    s.at(1s);
    EXPECT_EQ(s.acts(), "start web, rest");
}

TEST(service_set, waits_a_second_after_a_refusal)
{
    scan s;
    s.refusing = true;
    s.sees("web", 7);
    EXPECT_EQ(s.acts(), "start web, until 1000 ms");
    s.refusing = false;
    s.at(1s);
    EXPECT_EQ(s.acts(), "start web, rest");
}

TEST(service_set, waits_five_seconds_after_exit_100)
{
    scan s = web_alone();
    s.at(2s).exits(1, 100);
    EXPECT_EQ(s.acts(), "until 7000 ms");
}

TEST(service_set, waits_five_seconds_after_exit_111)
{
    scan s = web_alone();
    s.at(100ms).exits(1, 111);
    EXPECT_EQ(s.acts(), "until 5100 ms");
    s.at(5100ms);
    EXPECT_EQ(s.acts(), "start web, rest");
}

TEST(service_set, starts_one_that_was_told_to_exit_at_once_where_somebody_waits)
{
    scan s = web_alone();
    s.at(9s).exits(1, 0).hastens();
    EXPECT_EQ(s.acts(), "start web, rest");
    s.at(9200ms).exits(2, 0).hastens();
    EXPECT_EQ(s.acts(), "until 10000 ms"); // a second after its last start
}

TEST(service_set, does_not_hasten_one_that_cannot_begin)
{
    scan s = web_alone();
    s.at(9s).exits(1, 111).hastens();
    EXPECT_EQ(s.acts(), "until 14000 ms");
}

// `sv shutdown` and similar programs look every 0.4 s whether it has gone.
TEST(service_set, waits_five_seconds_after_one_that_was_told_to_exit)
{
    scan s = web_alone();
    s.at(2s).exits(1, 0);
    EXPECT_EQ(s.acts(), "until 7000 ms");
    s.at(7s);
    EXPECT_EQ(s.acts(), "start web, rest");
}

TEST(service_set, waits_no_longer_after_one_that_it_dismissed)
{
    scan s = web_alone();
    s.at(2s).misses("web").acts();
    s.sees("web", 7).exits(1, 0);
    EXPECT_EQ(s.acts(), "start web, rest");
}

TEST(service_set, waits_no_longer_after_another_exit_code)
{
    scan s = web_alone();
    s.at(2s).exits(1, 1);
    EXPECT_EQ(s.acts(), "start web, rest");
}

// 9 is KILL; 100 and 111 are no signals.
TEST(service_set, waits_no_longer_after_a_signal)
{
    scan s = web_alone();
    s.at(2s).is_killed(1, 9);
    EXPECT_EQ(s.acts(), "start web, rest");
}

TEST(service_set, holds_until_the_earliest_of_several)
{
    scan s;
    s.sees("web", 7).sees("mail", 8).acts();
    s.at(100ms).exits(1, 111);
    s.at(200ms).exits(2, 1);
    EXPECT_EQ(s.acts(), "until 1000 ms");
    s.at(1s);
    EXPECT_EQ(s.acts(), "start mail, until 5100 ms");
}

TEST(service_set, holds_until_the_earlier_of_both_halves)
{
    scan s = logged();
    s.at(100ms).exits(1, 111).exits(2, 1);
    EXPECT_EQ(s.acts(), "until 1000 ms");
    s.at(1s);
    EXPECT_EQ(s.acts(), "start web piped, until 5100 ms");
}

TEST(service_set, starts_the_log_alone_when_it_alone_has_died)
{
    scan s = logged();
    s.at(10s).is_killed(1, 9);
    EXPECT_EQ(s.acts(), "start web/log piped, rest");
}

TEST(service_set, starts_the_service_alone_when_it_alone_has_died)
{
    scan s = logged();
    s.at(10s).is_killed(2, 9);
    EXPECT_EQ(s.acts(), "start web piped, rest");
}

// Processes of a service whose supervise was killed end as svscan's children.
TEST(service_set, takes_no_notice_of_a_stranger_that_dies)
{
    scan s = web_alone();
    s.at(10s).exits(4711, 111);
    EXPECT_EQ(s.acts(), "rest");
}

// Removing.

TEST(service_set, dismisses_the_supervise_of_what_has_gone)
{
    scan s = web_alone();
    s.at(10s).misses("web");
    EXPECT_EQ(s.acts(), "dismiss 1, rest");
}

TEST(service_set, dismisses_it_once)
{
    scan s = web_alone();
    s.at(10s).misses("web").acts();
    s.at(11s).misses("web");
    EXPECT_EQ(s.acts(), "rest");
}

TEST(service_set, forgets_what_has_gone_when_its_supervise_is_dead)
{
    scan s = web_alone();
    s.at(10s).misses("web").acts();
    EXPECT_EQ(s.it.size(), 1U);
    s.at(11s).exits(1, 0);
    EXPECT_EQ(s.acts(), "rest");
    EXPECT_EQ(s.it.size(), 0U);
}

// It might come back and be started twice within a second.
TEST(service_set, remembers_what_goes_while_it_waits_as_long_as_that)
{
    scan s = web_alone();
    s.at(300ms).exits(1, 1).acts();
    s.misses("web");
    EXPECT_EQ(s.acts(), "until 1000 ms");
    EXPECT_EQ(s.it.size(), 1U);
    s.at(1s);
    EXPECT_EQ(s.acts(), "rest");
    EXPECT_EQ(s.it.size(), 0U);
}

TEST(service_set, dismisses_the_service_alone_while_it_lives)
{
    scan s = logged();
    s.at(10s).misses("web");
    EXPECT_EQ(s.acts(), "dismiss 2, rest");
}

TEST(service_set, lets_go_of_the_pipe_when_the_service_is_dead_and_dismisses_the_log)
{
    scan s = logged();
    s.at(10s).misses("web").acts();
    s.at(11s).exits(2, 0);
    EXPECT_EQ(s.acts(), "unpipe 7, dismiss 1, rest");
    s.at(12s).exits(1, 0);
    EXPECT_EQ(s.acts(), "rest");
    EXPECT_EQ(s.it.size(), 0U);
}

TEST(service_set, dismisses_the_log_once)
{
    scan s = logged();
    s.at(10s).misses("web").acts();
    s.at(11s).exits(2, 0).acts();
    s.at(12s).exits(4711, 0).misses("web");
    EXPECT_EQ(s.acts(), "rest");
}

// The pipe, which has no reader now, keeps the service's last lines.
TEST(service_set, does_not_start_a_log_that_dies_while_its_service_ends)
{
    scan s = logged();
    s.at(10s).misses("web").acts();
    s.at(11s).is_killed(1, 9);
    EXPECT_EQ(s.acts(), "rest");
    s.at(12s).exits(2, 0);
    EXPECT_EQ(s.acts(), "unpipe 7, rest");
    EXPECT_EQ(s.it.size(), 0U);
}

TEST(service_set, takes_no_notice_when_an_unknown_name_goes)
{
    scan s = web_alone();
    s.misses("mail");
    EXPECT_EQ(s.acts(), "rest");
}

// Coming back.

TEST(service_set, takes_another_directory_of_the_same_name_for_a_new_service)
{
    scan s = web_alone();
    s.at(10s).sees("web", 8);
    EXPECT_EQ(s.acts(), "dismiss 1, start web, rest");
    s.at(11s).exits(1, 0);
    EXPECT_EQ(s.acts(), "rest");
    EXPECT_EQ(s.it.size(), 1U);
}

TEST(service_set, waits_for_the_end_of_a_directory_that_is_back)
{
    scan s = web_alone();
    s.at(10s).misses("web").acts();
    s.at(11s).sees("web", 7);
    EXPECT_EQ(s.acts(), "rest");
    s.at(12s).exits(1, 0);
    EXPECT_EQ(s.acts(), "start web, rest");
}

TEST(service_set, paces_a_directory_that_is_back)
{
    scan s = web_alone();
    s.at(100ms).misses("web").acts();
    s.at(200ms).sees("web", 7).exits(1, 0);
    EXPECT_EQ(s.acts(), "until 1000 ms");
}

TEST(service_set, paces_a_directory_that_is_back_after_its_end)
{
    scan s = web_alone();
    s.at(100ms).misses("web").acts();
    s.at(200ms).exits(1, 0).acts();
    s.at(300ms).sees("web", 7);
    EXPECT_EQ(s.acts(), "until 1000 ms");
    s.at(1s);
    EXPECT_EQ(s.acts(), "start web, rest");
}

TEST(service_set, ends_the_log_too_before_a_directory_that_is_back_begins)
{
    scan s = logged();
    s.at(10s).misses("web").acts();
    s.at(11s).sees_logged("web", 7);
    s.at(12s).exits(2, 0);
    EXPECT_EQ(s.acts(), "unpipe 7, dismiss 1, rest");
    s.at(13s).exits(1, 0);
    EXPECT_EQ(s.acts(), "start web/log piped, start web piped, rest");
}

TEST(service_set, begins_with_a_log_where_a_directory_is_back_with_one)
{
    scan s = web_alone();
    s.at(10s).misses("web").acts();
    s.at(11s).sees_logged("web", 7).acts();
    s.at(12s).exits(1, 0);
    EXPECT_EQ(s.acts(), "start web/log piped, start web piped, rest");
}

TEST(service_set, begins_without_a_log_where_a_directory_is_back_without_one)
{
    scan s = logged();
    s.at(10s).misses("web").acts();
    s.at(11s).sees("web", 7).exits(2, 0).exits(1, 0);
    EXPECT_EQ(s.acts(), "unpipe 7, start web, rest");
}

TEST(service_set, forgets_a_directory_that_was_back_and_went_again)
{
    scan s = web_alone();
    s.at(10s).misses("web").acts();
    s.at(11s).sees("web", 7).misses("web");
    s.at(12s).exits(1, 0);
    EXPECT_EQ(s.acts(), "rest");
    EXPECT_EQ(s.it.size(), 0U);
}

// Names.

TEST(service_set, keeps_what_is_renamed)
{
    scan s = web_alone();
    s.at(10s).sees("site", 7).misses("web");
    EXPECT_EQ(s.acts(), "rest");
    EXPECT_EQ(s.it.size(), 1U);
}

TEST(service_set, calls_it_by_its_new_name_from_the_next_start_on)
{
    scan s = web_alone();
    s.at(10s).sees("site", 7).misses("web");
    EXPECT_EQ(s.it.name_of({1}), "site");
    s.at(11s).exits(1, 1);
    EXPECT_EQ(s.acts(), "start site, rest");
}

TEST(service_set, runs_one_supervise_for_two_links_to_one_directory)
{
    scan s;
    s.sees("web", 7).sees("alias", 7);
    EXPECT_EQ(s.acts(), "start alias, rest");
    EXPECT_EQ(s.it.size(), 1U);
}

TEST(service_set, goes_by_the_name_under_which_it_began)
{
    scan s = web_alone();
    s.at(10s).sees("alias", 7).is_killed(1, 9);
    EXPECT_EQ(s.acts(), "start web, rest");
    EXPECT_EQ(s.it.name_of({2}), "web");
}

using names = std::map<std::string, std::string>;

TEST(service_set, tells_the_names_that_start_nothing)
{
    scan s = web_alone();
    EXPECT_EQ(s.it.aliases(), names{});
    s.sees("alias", 7).sees("zone", 7).sees("mail", 8);
    EXPECT_EQ(s.it.aliases(), (names{{"alias", "web"}, {"zone", "web"}}));
    s.misses("web");
    EXPECT_EQ(s.it.aliases(), (names{{"zone", "alias"}}));
}

TEST(service_set, tells_no_name_of_what_was_renamed)
{
    scan s = web_alone();
    s.sees("site", 7).misses("web");
    EXPECT_EQ(s.it.aliases(), names{});
}

TEST(service_set, keeps_a_directory_that_has_a_name_left)
{
    scan s = web_alone();
    s.at(10s).sees("alias", 7).misses("web");
    EXPECT_EQ(s.acts(), "rest");
    s.at(11s).misses("alias");
    EXPECT_EQ(s.acts(), "dismiss 1, rest");
}

TEST(service_set, keeps_a_directory_whose_other_name_means_another_now)
{
    scan s = web_alone();
    s.at(10s).sees("alias", 7).sees("web", 8);
    EXPECT_EQ(s.acts(), "start web, rest");
    EXPECT_EQ(s.it.name_of({1}), "alias");
    EXPECT_EQ(s.it.name_of({2}), "web");
}

// mv web web.old; mv web.new web: svscan reads both at once, by their names.
TEST(service_set, keeps_a_directory_that_made_room_for_another)
{
    scan s = web_alone();
    s.at(10s).sees("web", 8).sees("web.old", 7);
    EXPECT_EQ(s.acts(), "start web, rest");
    EXPECT_EQ(s.it.name_of({1}), "web.old");
}

TEST(service_set, names_a_log_by_its_service)
{
    EXPECT_EQ(logged().it.name_of({1}), "web/log");
    EXPECT_EQ(logged().it.name_of({2}), "web");
}

TEST(service_set, names_what_has_gone_as_removed)
{
    scan s = logged();
    s.misses("web");
    EXPECT_EQ(s.it.name_of({2}), "(removed)");
}

TEST(service_set, does_not_name_a_stranger)
{
    EXPECT_EQ(web_alone().it.name_of({4711}), "");
}

TEST(service_set, does_not_name_the_dead)
{
    scan s = web_alone();
    s.exits(1, 0);
    EXPECT_EQ(s.it.name_of({1}), "");
}

// A log that comes and goes.

TEST(service_set, does_not_start_a_log_that_comes_later)
{
    scan s = web_alone();
    s.at(10s).sees_logged("web", 7);
    EXPECT_EQ(s.acts(), "rest");
}

TEST(service_set, starts_a_log_that_was_there_when_the_service_began_anew)
{
    scan s = web_alone();
    s.at(300ms).exits(1, 1).acts();
    s.at(600ms).sees_logged("web", 7);
    EXPECT_EQ(s.acts(), "start web/log piped, until 1000 ms");
    s.at(1s);
    EXPECT_EQ(s.acts(), "start web piped, rest");
}

// Its output would go nowhere.
TEST(service_set, keeps_a_log_whose_directory_has_gone)
{
    scan s = logged();
    s.at(10s).sees("web", 7);
    EXPECT_EQ(s.acts(), "rest");
    s.at(11s).exits(1, 1);
    EXPECT_EQ(s.acts(), "start web/log piped, rest");
}

TEST(service_set, keeps_the_pipe_while_both_are_dead)
{
    scan s = logged();
    s.at(300ms).exits(1, 1).exits(2, 1).sees("web", 7).acts();
    s.at(1s);
    EXPECT_EQ(s.acts(), "start web/log piped, start web piped, rest");
}

// Sweeps.

TEST(service_set, starts_what_a_sweep_finds)
{
    scan s;
    s.sweeps({{"web", {1, 7}, false}, {"mail", {1, 8}, true}});
    EXPECT_EQ(s.acts(), "start web, start mail/log piped, start mail piped, rest");
}

TEST(service_set, ends_what_a_sweep_does_not_find)
{
    scan s;
    s.sees("web", 7).sees("mail", 8).acts();
    s.at(10s).sweeps({{"mail", {1, 8}, false}});
    EXPECT_EQ(s.acts(), "dismiss 1, rest");
}

TEST(service_set, keeps_what_a_sweep_could_not_look_at)
{
    scan s;
    s.sees("web", 7).sees("mail", 8).acts();
    s.at(10s).sweeps({{"mail", {1, 8}, false}}, {"web", "other"});
    EXPECT_EQ(s.acts(), "rest");
}

TEST(service_set, keeps_what_a_sweep_finds_renamed)
{
    scan s = web_alone();
    s.at(10s).sweeps({{"site", {1, 7}, false}});
    EXPECT_EQ(s.acts(), "rest");
    EXPECT_EQ(s.it.name_of({1}), "site");
}

TEST(service_set, keeps_two_whose_names_a_sweep_finds_exchanged)
{
    scan s;
    s.sees("web", 7).sees("mail", 8).acts();
    s.at(10s).sweeps({{"mail", {1, 7}, false}, {"web", {1, 8}, false}});
    EXPECT_EQ(s.acts(), "rest");
    EXPECT_EQ(s.it.name_of({1}), "mail");
    EXPECT_EQ(s.it.name_of({2}), "web");
}

// The end.

TEST(service_set, leaves_when_it_is_stopped_and_nobody_is_there)
{
    scan s;
    s.stops();
    EXPECT_EQ(s.acts(), "leave");
}

TEST(service_set, dismisses_all_when_it_is_stopped)
{
    scan s;
    s.sees("web", 7).sees("mail", 8).acts();
    s.at(10s).stops();
    EXPECT_EQ(s.acts(), "dismiss 1, dismiss 2, rest");
}

TEST(service_set, leaves_when_the_last_is_dead)
{
    scan s;
    s.sees("web", 7).sees("mail", 8).acts();
    s.at(10s).stops().acts();
    s.at(11s).exits(1, 0);
    EXPECT_EQ(s.acts(), "rest");
    s.at(12s).exits(2, 0);
    EXPECT_EQ(s.acts(), "leave");
}

TEST(service_set, stops_each_service_before_its_log)
{
    scan s = logged();
    s.at(10s).stops();
    EXPECT_EQ(s.acts(), "dismiss 2, rest");
    s.at(11s).exits(2, 0);
    EXPECT_EQ(s.acts(), "unpipe 7, dismiss 1, rest");
    s.at(12s).exits(1, 0);
    EXPECT_EQ(s.acts(), "leave");
}

TEST(service_set, starts_nothing_once_it_is_stopped)
{
    scan s = web_alone();
    s.at(10s).stops().acts();
    s.sees("mail", 8);
    EXPECT_EQ(s.acts(), "rest");
    s.at(11s).exits(1, 111);
    EXPECT_EQ(s.acts(), "leave");
}

TEST(service_set, leaves_though_something_waits_for_its_start)
{
    scan s = web_alone();
    s.at(300ms).exits(1, 0).acts();
    s.stops();
    EXPECT_EQ(s.acts(), "leave");
}

TEST(service_set, leaves_though_a_directory_is_back)
{
    scan s = web_alone();
    s.at(10s).misses("web").acts();
    s.at(11s).sees("web", 7).stops();
    EXPECT_EQ(s.acts(), "rest");
    s.at(12s).exits(1, 0);
    EXPECT_EQ(s.acts(), "leave");
}

TEST(service_set, starts_another_supervise_to_end_what_one_has_left)
{
    scan s;
    s.at(0s).sees("web", 10);
    EXPECT_EQ(s.acts(), "start web, rest");
    s.at(2s).is_killed_alone(1).stops();
    EXPECT_EQ(s.acts(), "start web, dismiss 2, rest");
    s.at(3s).exits(2, 0);
    EXPECT_EQ(s.acts(), "leave");
}

TEST(service_set, paces_that_one_too)
{
    scan s;
    s.at(0s).sees("web", 10);
    EXPECT_EQ(s.acts(), "start web, rest");
    s.at(200ms).is_killed_alone(1).stops();
    EXPECT_EQ(s.acts(), "until 1000 ms");
    s.at(1s);
    EXPECT_EQ(s.acts(), "start web, dismiss 2, rest");
}

TEST(service_set, abandons_what_was_left_where_the_directory_is_gone)
{
    scan s;
    s.at(0s).sees("web", 10);
    EXPECT_EQ(s.acts(), "start web, rest");
    s.at(2s).misses("web").is_killed_alone(1);
    EXPECT_EQ(s.acts(), "abandon, rest");
}

// Returns one service whose supervise was killed; another start is due.
scan left_alone()
{
    scan s;
    s.at(0s).sees("web", 10);
    EXPECT_EQ(s.acts(), "start web, rest");
    s.at(2s).is_killed_alone(1);
    EXPECT_EQ(s.acts(), "start web, rest");
    return s;
}

TEST(service_set, abandons_them_too_if_another_supervise_comes_too_late)
{
    scan s = left_alone();
    s.exits_alone(2, 111);
    EXPECT_EQ(s.acts(), "until 7000 ms");
    s.misses("web");
    EXPECT_EQ(s.acts(), "abandon, until 7000 ms");
}

TEST(service_set, abandons_them_at_the_end_if_no_supervise_can_be_had)
{
    scan s = left_alone();
    s.exits_alone(2, 111).stops();
    EXPECT_EQ(s.acts(), "until 7000 ms");
    s.at(7s);
    EXPECT_EQ(s.acts(), "start web, dismiss 3, rest");
    s.exits_alone(3, 111);
    EXPECT_EQ(s.acts(), "abandon, leave");
}

// --- Another svscan had them: svscan was upgraded in place.

TEST(service_set, goes_on_with_whom_another_had)
{
    auto before = web_alone();
    before.at(2s).sees_logged("talk", 2).acts();
    scan after;
    after.last = before.last;
    after.now = before.now;
    for (const auto& t : before.it.tenures()) after.it.keep(t, after.now);
    after.sweeps({{"talk", {1, 2}, true}, {"web", {1, 7}, false}});
    EXPECT_EQ(after.acts(), "rest");
    EXPECT_EQ(after.it.tenures(), before.it.tenures());
    EXPECT_EQ(after.is_killed(1, 9).at(4s).acts(), "start web, rest");
}

TEST(service_set, ends_what_went_while_it_went_on)
{
    auto before = web_alone();
    before.at(2s).sees_logged("talk", 2).acts();
    scan after;
    after.now = before.now;
    for (const auto& t : before.it.tenures()) after.it.keep(t, after.now);
    after.sweeps({});
    EXPECT_EQ(after.acts(), "dismiss 3, dismiss 1, rest");
    EXPECT_EQ(after.exits(1, 0).exits(3, 0).acts(), "unpipe 2, dismiss 2, until 3000 ms");
    EXPECT_EQ(after.exits(2, 0).at(3s).acts(), "rest");
    EXPECT_EQ(after.it.size(), 0U);
}

// Its log/ may have been added or removed since that life of the service began.
TEST(service_set, goes_on_with_a_log_that_is_not_there)
{
    scan before;
    before.sees_logged("talk", 2).acts();
    scan after;
    after.now = before.now;
    for (const auto& t : before.it.tenures()) after.it.keep(t, after.now);
    after.sweeps({{"talk", {1, 2}, false}});
    EXPECT_EQ(after.acts(), "rest");
    EXPECT_EQ(after.misses("talk").acts(), "dismiss 2, rest");
    EXPECT_EQ(after.exits(2, 0).acts(), "unpipe 2, dismiss 1, rest");
}

TEST(service_set, goes_on_with_a_renamed_one)
{
    auto before = web_alone();
    scan after;
    after.now = before.now;
    for (const auto& t : before.it.tenures()) after.it.keep(t, after.now);
    after.sweeps({{"www", {1, 7}, false}});
    EXPECT_EQ(after.acts(), "rest");
    EXPECT_EQ(after.it.name_of({1}), "www");
}

// Two links to one directory: the service keeps its first name.
TEST(service_set, goes_on_with_the_name_that_a_service_has)
{
    auto before = web_alone();
    before.sees("also", 7).acts();
    scan after;
    after.now = before.now;
    for (const auto& t : before.it.tenures()) after.it.keep(t, after.now);
    after.sweeps({{"also", {1, 7}, false}, {"web", {1, 7}, false}});
    EXPECT_EQ(after.acts(), "rest");
    EXPECT_EQ(after.it.name_of({1}), "web");
    EXPECT_EQ(after.it.aliases(), before.it.aliases());
}

} // namespace
} // namespace foster
