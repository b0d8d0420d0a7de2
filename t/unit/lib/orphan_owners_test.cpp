// svscan's assignment of orphans to services, and a supervise's use of its notes.
#include "lib/orphan_owners.h"

#include <gtest/gtest.h>

#include "lib/inherited.h"

namespace foster {
namespace {

using kind = ward_note::kind;
using notes = std::vector<ward_note>;

const orphan_owners::post web{{1, 10}, half::service};
const orphan_owners::post mail{{1, 20}, half::service};

child born(int who, std::uint64_t start)
{
    return {.who = {who}, .start = start};
}

ward_note alive(kind k, int who, std::uint64_t start)
{
    return {.what = k, .who = {who}, .start = start};
}

death killed(int who)
{
    return {{who}, manner::signalled, 9};
}

ward_note note_of_kill(int who, std::uint64_t start = 0)
{
    return {.what = kind::signalled, .who = {who}, .status = 9, .start = start};
}

const ward_note begun{.what = kind::begun};

const std::vector<member> known{{{100}, 5, came::adopted}, {{101}, 6, came::adopted}};

struct keeper {
    orphan_owners it;
    void hears(std::vector<orphan_owners::post> bereft, std::vector<death> others,
               std::vector<child> there, bool crowded = false,
               std::vector<orphan_owners::claim> claims = {})
    {
        it.heard(bereft, others, there, crowded, claims);
    }
};

TEST(orphan_owners, gives_the_orphans_to_the_service_whose_supervise_died)
{
    keeper k;
    k.hears({web}, {}, {born(100, 5), born(101, 6)});
    EXPECT_TRUE(k.it.has(web));
    EXPECT_FALSE(k.it.has(mail));
    EXPECT_EQ(k.it.beginning(web),
              (notes{alive(kind::yours, 100, 5), alive(kind::yours, 101, 6), begun}));
}

TEST(orphan_owners, tells_of_heirs_before_it_tells_of_the_death)
{
    keeper k;
    k.hears({web}, {}, {born(100, 5)});
    k.it.beginning(web);
    k.hears({}, {killed(100)}, {born(102, 7)});
    EXPECT_EQ(k.it.take(web), (notes{alive(kind::yours, 102, 7), note_of_kill(100, 5)}));
    EXPECT_EQ(k.it.take(web), notes{});
}

TEST(orphan_owners, does_not_know_whose_they_are_when_two_died_at_once)
{
    keeper k;
    k.hears({web, mail}, {}, {born(100, 5)});
    EXPECT_EQ(k.it.beginning(web), (notes{alive(kind::perhaps, 100, 5), begun}));
    EXPECT_EQ(k.it.beginning(mail), (notes{alive(kind::perhaps, 100, 5), begun}));
}

TEST(orphan_owners, does_not_know_whose_they_are_among_strangers)
{
    keeper k;
    k.hears({web}, {}, {born(100, 5)}, true);
    EXPECT_EQ(k.it.beginning(web), (notes{alive(kind::perhaps, 100, 5), begun}));
}

TEST(orphan_owners, thinks_of_silent_orphans_of_those_whom_it_has)
{
    keeper k;
    k.hears({web}, {}, {born(100, 5)});
    k.hears({mail}, {}, {born(100, 5), born(103, 8)});
    EXPECT_EQ(k.it.beginning(mail), (notes{alive(kind::perhaps, 103, 8), begun}));
}

// The run process waits: its daemon is adopted at its death, and has a session of its
// own.
TEST(orphan_owners, gives_an_orphan_to_the_service_whose_process_died)
{
    keeper k;
    k.hears({web}, {}, {born(100, 5)});
    k.hears({mail}, {}, {born(100, 5), born(200, 6)}, false, {{{200}, 6, mail}});
    k.it.beginning(web);
    k.it.beginning(mail);
    k.hears({}, {killed(200)}, {born(100, 5), born(201, 7)});
    EXPECT_EQ(k.it.take(web), notes{});
    EXPECT_EQ(k.it.take(mail), (notes{alive(kind::yours, 201, 7), note_of_kill(200, 6)}));
}

TEST(orphan_owners, gives_no_orphan_to_a_process_that_is_younger)
{
    keeper k;
    k.hears({web}, {}, {born(100, 5)});
    k.hears({mail}, {}, {born(100, 5), born(200, 9)}, false, {{{200}, 9, mail}});
    k.it.beginning(web);
    k.it.beginning(mail);
    k.hears({}, {killed(200)}, {born(100, 5), born(201, 7)});
    EXPECT_EQ(k.it.take(web), notes{alive(kind::perhaps, 201, 7)});
}

TEST(orphan_owners, believes_evidence_where_several_died_and_among_strangers)
{
    keeper k;
    const std::vector<orphan_owners::claim> claims{{{100}, 5, web}, {{101}, 9, mail}};
    k.hears({web, mail}, {}, {born(100, 5), born(101, 6)}, true, claims);
    EXPECT_EQ(k.it.beginning(web),
              (notes{alive(kind::yours, 100, 5), alive(kind::perhaps, 101, 6), begun}));
    EXPECT_EQ(k.it.certain().size(), 1U);
    EXPECT_EQ(k.it.owners(), 2U);
}

TEST(orphan_owners, is_as_sure_of_an_orphan_as_of_its_dead_parent)
{
    keeper k;
    k.hears({web}, {}, {born(100, 5)}, true, {{{100}, 5, web}});
    k.it.beginning(web);
    k.hears({}, {killed(100)}, {born(101, 6)}, true);
    EXPECT_EQ(k.it.take(web), (notes{alive(kind::yours, 101, 6), note_of_kill(100, 5)}));
    EXPECT_EQ(k.it.only_of({web}), (std::vector<pid>{{101}}));
}

TEST(orphan_owners, tells_of_a_zombie_that_a_supervise_left)
{
    keeper k;
    k.hears({web}, {killed(100)}, {});
    EXPECT_TRUE(k.it.has(web));
    EXPECT_FALSE(k.it.concerned());
    EXPECT_EQ(k.it.beginning(web), (notes{note_of_kill(100), begun}));
    EXPECT_FALSE(k.it.has(web));
}

TEST(orphan_owners, tells_a_second_successor_of_those_who_still_live)
{
    keeper k;
    k.hears({web}, {}, {born(100, 5), born(101, 6)});
    k.it.beginning(web);
    k.hears({}, {killed(100)}, {born(101, 6)});
    k.hears({web}, {}, {born(101, 6)});
    EXPECT_EQ(k.it.beginning(web),
              (notes{alive(kind::yours, 101, 6), note_of_kill(100, 5), begun}));
    EXPECT_EQ(k.it.only_of({web}), (std::vector<pid>{{101}}));
}

// svscan is to kill these orphans, because the directory of the service has gone and no
// supervise will stop them.
TEST(orphan_owners, never_gives_a_process_up_that_may_be_of_another_service)
{
    keeper k;
    k.hears({web}, {}, {born(100, 5)});
    k.hears({mail}, {}, {born(100, 5), born(101, 6)});
    EXPECT_TRUE(k.it.any(mail));
    EXPECT_EQ(k.it.only_of({web}), (std::vector<pid>{{100}}));
    EXPECT_EQ(k.it.only_of({mail}), std::vector<pid>{});
    EXPECT_EQ(k.it.only_of({mail, web}), (std::vector<pid>{{100}, {101}}));
}

TEST(orphan_owners, never_gives_up_who_may_be_a_stranger)
{
    keeper k;
    k.hears({web}, {}, {born(100, 5)}, true);
    EXPECT_TRUE(k.it.any(web));
    EXPECT_EQ(k.it.only_of({web}), std::vector<pid>{});
}

TEST(orphan_owners, tells_again_of_a_death_that_was_told_to_the_dying)
{
    keeper k;
    k.hears({web}, {}, {born(100, 5)});
    k.it.beginning(web);
    k.hears({}, {killed(100)}, {});
    EXPECT_EQ(k.it.take(web), notes{note_of_kill(100, 5)});
    EXPECT_FALSE(k.it.has(web));
    k.hears({web}, {}, {});
    EXPECT_TRUE(k.it.has(web));
    EXPECT_EQ(k.it.beginning(web), (notes{note_of_kill(100, 5), begun}));
}

TEST(inherited_list, does_not_take_an_old_death_for_that_of_another)
{
    inherited_list w;
    w.begin(known, true);
    w.heard(note_of_kill(100, 3), false);
    w.heard(begun, false);
    EXPECT_EQ(w.reap(), (death{.who = {100}}));
}

TEST(orphan_owners, leaves_strangers_alone)
{
    keeper k;
    k.hears({}, {killed(5)}, {born(100, 5)});
    EXPECT_FALSE(k.it.concerned());
    EXPECT_FALSE(k.it.has(web));
}

TEST(inherited_list, is_of_nobody_at_first)
{
    inherited_list w;
    EXPECT_FALSE(w.any());
    EXPECT_FALSE(w.reap());
}

TEST(inherited_list, may_have_somebody_until_the_beginning_was_told)
{
    inherited_list w;
    w.begin(std::span<const member>{}, true);
    EXPECT_TRUE(w.any());
    w.heard(begun, false);
    EXPECT_FALSE(w.any());
}

TEST(inherited_list, takes_who_was_not_named_for_dead)
{
    inherited_list w;
    w.begin(known, true);
    w.heard(alive(kind::yours, 100, 5), false);
    EXPECT_FALSE(w.death_waits());
    w.heard(begun, false);
    EXPECT_EQ(w.reap(), (death{.who = {101}}));
    EXPECT_FALSE(w.reap());
    EXPECT_FALSE(w.renewed());
    EXPECT_EQ(w.all().size(), 1U);
}

TEST(inherited_list, keeps_who_was_not_named_and_is_seen_to_live)
{
    inherited_list w;
    w.begin(known, true);
    w.lives({{100}, 5});
    w.heard(begun, false);
    EXPECT_EQ(w.all().size(), 1U);
    EXPECT_NE(w.find({100}), nullptr);
    EXPECT_FALSE(w.renewed());
    EXPECT_EQ(w.reap(), (death{.who = {101}}));
    EXPECT_EQ(w.reap(), std::nullopt);
}

TEST(inherited_list, sees_that_the_service_was_launched_anew)
{
    inherited_list w;
    w.begin(known, true);
    w.heard(alive(kind::yours, 200, 9), false);
    w.heard(begun, false);
    EXPECT_TRUE(w.renewed());
    EXPECT_FALSE(w.reap()); // those deaths were read, but not published
}

TEST(inherited_list, hears_how_they_end)
{
    inherited_list w;
    w.begin(known, true);
    w.heard(alive(kind::yours, 100, 5), false);
    w.heard(note_of_kill(101), false); // a zombie at the beginning
    w.heard(begun, false);
    EXPECT_EQ(w.reap(), killed(101));
    w.heard({.what = kind::exited, .who = {100}, .status = 3}, false);
    EXPECT_EQ(w.reap(), (death{{100}, manner::exited, 3}));
    EXPECT_FALSE(w.any());
}

TEST(inherited_list, takes_perhaps_for_yes_only_of_its_own)
{
    inherited_list w;
    w.begin(known, true);
    w.heard(alive(kind::perhaps, 100, 5), false); // known
    w.heard(alive(kind::perhaps, 101, 7), false); // another process with that pid
    w.heard(alive(kind::perhaps, 102, 8), true);  // in a session of the service
    w.heard(alive(kind::perhaps, 103, 8), false);
    w.heard(note_of_kill(103), false);
    ASSERT_EQ(w.all().size(), 2U);
    EXPECT_EQ(w.all()[0], (ward{{100}, 5}));
    EXPECT_EQ(w.all()[1], (ward{{102}, 8}));
    EXPECT_FALSE(w.reap());
}

TEST(inherited_list, has_those_whom_it_knew_where_nobody_tells)
{
    inherited_list w;
    w.begin(known, false);
    EXPECT_TRUE(w.begun());
    EXPECT_EQ(w.all().size(), 2U);
    w.died({.who = {100}});
    EXPECT_EQ(w.reap(), (death{.who = {100}}));
    EXPECT_TRUE(w.any());
}

TEST(inherited_list, goes_on_alone_when_svscan_dies)
{
    inherited_list w;
    w.begin(known, true);
    w.heard(alive(kind::yours, 100, 5), false);
    w.unheard();
    EXPECT_TRUE(w.begun());
    EXPECT_EQ(w.all().size(), 2U);
}

} // namespace
} // namespace foster
