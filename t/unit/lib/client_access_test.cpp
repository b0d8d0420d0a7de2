// The users who may command and read, by the owners and modes of supervise/.
#include "lib/client_access.h"

#include <gtest/gtest.h>

namespace foster {
namespace {

constexpr unsigned tux = 1000;
constexpr unsigned adm = 4;

doors as_made()
{
    return {{0, 0, 0700}, {0, 0, 0600}, {0, 0, 0600}, {0, 0, 0644}};
}

TEST(reach, is_roots_alone_as_it_is_made)
{
    EXPECT_EQ(who_may_command(as_made()), admitted{});
    EXPECT_EQ(who_may_read(as_made()), admitted{});
}

TEST(reach, is_its_users_where_he_has_made_it)
{
    const doors all{
        {tux, tux, 0700}, {tux, tux, 0600}, {tux, tux, 0600}, {tux, tux, 0644}};
    EXPECT_EQ(who_may_command(all), (admitted{false, {tux}, {}}));
    EXPECT_EQ(who_may_read(all), (admitted{false, {tux}, {}}));
}

TEST(reach, is_that_of_the_group_that_was_let_in)
{
    const doors all{{0, adm, 0750}, {0, adm, 0620}, {0, adm, 0620}, {0, 0, 0644}};
    EXPECT_EQ(who_may_command(all), (admitted{false, {}, {adm}}));
    EXPECT_EQ(who_may_read(all), (admitted{false, {}, {adm}}));
}

TEST(reach, needs_every_door)
{
    const doors no_control{{0, adm, 0750}, {0, adm, 0620}, {0, adm, 0600}, {0, 0, 0644}};
    EXPECT_EQ(who_may_command(no_control), admitted{});
    EXPECT_EQ(who_may_read(no_control), (admitted{false, {}, {adm}}));
    const doors no_ok{{0, 0, 0755}, {0, 0, 0600}, {0, adm, 0620}, {0, 0, 0644}};
    EXPECT_EQ(who_may_command(no_ok), admitted{});
    EXPECT_EQ(who_may_read(no_ok), admitted{});
}

TEST(reach, is_everybodys_where_all_doors_are_open)
{
    const doors all{{0, 0, 0755}, {0, 0, 0622}, {0, 0, 0600}, {0, 0, 0644}};
    EXPECT_EQ(who_may_command(all), admitted{});
    EXPECT_EQ(who_may_read(all), (admitted{true, {}, {}}));
}

TEST(reach, is_that_of_the_members_of_both_groups_where_the_doors_have_two)
{
    const doors all{{0, adm, 0750}, {0, adm, 0620}, {0, 44, 0620}, {0, 0, 0644}};
    EXPECT_EQ(who_may_command(all), (admitted{false, {}, {}, std::pair{44U, adm}}));
    EXPECT_EQ(who_may_read(all), (admitted{false, {}, {adm}}));
}

// runit's manual admits a user in this way.
TEST(reach, is_that_of_a_user_whom_the_files_were_given)
{
    const doors all{{0, 0, 0755}, {tux, 0, 0600}, {tux, 0, 0600}, {tux, 0, 0644}};
    EXPECT_EQ(who_may_command(all), (admitted{false, {tux}, {}}));
}

// acl_permission_check(), fs/namei.c: members of a group with fewer permissions than
// others have only those.
TEST(reach, is_decided_by_the_first_class_that_one_belongs_to)
{
    const doors all{{0, adm, 0705}, {0, 0, 0622}, {0, 0, 0622}, {0, 0, 0644}};
    EXPECT_EQ(who_may_command(all), (admitted{true, {}, {}}));
    const doors shut{{0, adm, 0701}, {0, adm, 0620}, {0, adm, 0620}, {0, 0, 0644}};
    EXPECT_EQ(who_may_command(shut), admitted{});
}

} // namespace
} // namespace foster
