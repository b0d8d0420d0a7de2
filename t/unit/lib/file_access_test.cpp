// Which users may change executed files.
#include "lib/file_access.h"

#include <string>

#include <gtest/gtest.h>

namespace foster {
namespace {

constexpr unsigned tux = 1000;
constexpr unsigned staff = 50;

TEST(trust, is_in_root_and_in_who_runs_it)
{
    EXPECT_EQ(who_may_change({0, 0, 0755}, {}), stranger::none);
    EXPECT_EQ(who_may_change({0, 0, 0775}, {}), stranger::none);
    EXPECT_EQ(who_may_change({0, 0, 0755}, {tux, tux, tux}), stranger::none);
    EXPECT_EQ(who_may_change({tux, tux, 0775}, {tux, tux, tux}), stranger::none);
}

TEST(trust, is_in_the_owner_of_the_scan_directory)
{
    EXPECT_EQ(who_may_change({tux, tux, 0755}, {0, tux, 0}), stranger::none);
    EXPECT_EQ(who_may_change({tux, tux, 0755}, {0, 0, 0}), stranger::owner);
}

TEST(trust, is_not_in_a_group_that_may_write)
{
    EXPECT_EQ(who_may_change({0, staff, 0755}, {}), stranger::none);
    EXPECT_EQ(who_may_change({0, staff, 0775}, {}), stranger::group);
}

TEST(trust, is_least_in_everybody)
{
    EXPECT_EQ(who_may_change({tux, staff, 0777}, {}), stranger::everybody);
    EXPECT_EQ(who_may_change({0, 0, 01777}, {}), stranger::everybody);
    EXPECT_EQ(who_may_change({tux, tux, 0757}, {tux, tux, tux}), stranger::everybody);
}

TEST(trust, relies_on_all_that_is_executed_or_obeyed)
{
    std::string paths;
    for (const auto& file : relied_on_in_service()) paths += file.path + ' ';
    EXPECT_EQ(paths, " run finish check service.toml control notification-fd "
                     "timeout-finish timeout-kill down-signal supervise "
                     "control/t control/d control/x control/u control/k control/p "
                     "control/c control/h control/a control/i control/q control/1 "
                     "control/2 ");
    paths.clear();
    for (const auto& file : relied_on_in_scan_dir()) paths += file.path + ' ';
    EXPECT_EQ(paths, " .svscan .svscan/defaults.toml .svscan/finish .svscan/crash ");
}

TEST(trust, relies_on_each_directory_on_the_way_to_a_file)
{
    std::string paths;
    for (const auto& file : relied_on_for(".svscan/finish")) paths += file.path + ' ';
    EXPECT_EQ(paths, " .svscan .svscan/finish ");
}

TEST(trust, refuses_what_everybody_may_change_and_execute)
{
    const auto found = exposure_of({"run"}, "web/run", {0, 0, 0757}, {});
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->refused);
    EXPECT_EQ(found->text, "web/run is world-writable: any user could run code as root");
    EXPECT_EQ(found->remedy, "chmod o-w web/run");
}

TEST(trust, tells_of_others)
{
    const auto owner = exposure_of({"run"}, "run", {tux, 0, 0755}, {});
    ASSERT_TRUE(owner);
    EXPECT_FALSE(owner->refused);
    EXPECT_EQ(owner->text, "run belongs to user 1000: that user could run code as root");
    EXPECT_EQ(owner->remedy, "chown root run");
    const auto group = exposure_of({"down-signal", power::steer}, "down-signal",
                                   {0, staff, 0664}, {.user = tux});
    ASSERT_TRUE(group);
    EXPECT_EQ(group->text, "down-signal is writable by group 50: its members could "
                           "choose the signals and times of the service");
    EXPECT_EQ(group->remedy, "chmod g-w down-signal");
    EXPECT_FALSE(exposure_of({"run"}, "run", {0, 0, 0755}, {}));
}

TEST(trust, refuses_no_supervise_that_others_may_answer_for)
{
    const auto found = exposure_of({"supervise", power::answer}, "s", {0, 0, 0777}, {});
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->refused);
}

TEST(trust, has_no_device_changed)
{
    const auto found = exposure_of({"run"}, "run", {0, 0, 0666, true}, {});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->remedy, "remove it");
}

TEST(trust, finds_the_scan_directory_by_the_name)
{
    EXPECT_EQ(scan_dir_of("web"), ".");
    EXPECT_EQ(scan_dir_of("web//"), ".");
    EXPECT_EQ(scan_dir_of("/web"), "/");
    EXPECT_EQ(scan_dir_of("/service/web"), "/service");
    EXPECT_EQ(scan_dir_of("/service//web/"), "/service");
    EXPECT_EQ(scan_dir_of("."), "..");
    EXPECT_EQ(scan_dir_of("/service/web/."), "/service/web/./..");
    EXPECT_EQ(scan_dir_of("../.."), "../../..");
    EXPECT_EQ(scan_dir_of("/"), "//..");
}

} // namespace
} // namespace foster
