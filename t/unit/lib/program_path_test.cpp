// The way from one program of foster to another.
#include "lib/program_path.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace foster {
namespace {

// The path that `to` makes of `path`, in so much room.
std::string from(const std::string& path, std::string_view to, std::size_t room = 64)
{
    std::string text = path;
    text.resize(room);
    const auto length = go_from({text.data(), text.size()}, to);
    EXPECT_EQ(length, text.find('\0'));
    return text.c_str();
}

TEST(program_path, is_in_the_same_directory)
{
    EXPECT_EQ(from("/usr/sbin/supervise", "supervise-plan"), "/usr/sbin/supervise-plan");
    EXPECT_EQ(from("/usr/sbin/supervise-plan", "supervise"), "/usr/sbin/supervise");
    EXPECT_EQ(from("/init", "supervise"), "/supervise");
}

TEST(program_path, goes_up_and_down)
{
    EXPECT_EQ(from("/opt/foster/sbin/svscan", "../libexec/foster/supervise-exec"),
              "/opt/foster/libexec/foster/supervise-exec");
    EXPECT_EQ(from("/opt/foster/libexec/foster/supervise-plan", "../../sbin/supervise"),
              "/opt/foster/sbin/supervise");
}

TEST(program_path, goes_in_two_steps)
{
    const auto there = from("/usr/sbin/svscan", "../libexec/foster/");
    EXPECT_EQ(there, "/usr/libexec/foster/");
    EXPECT_EQ(from(there, "svscan-prefix"), "/usr/libexec/foster/svscan-prefix");
}

TEST(program_path, may_be_whole)
{
    EXPECT_EQ(from("/usr/sbin/svscan", "/usr/lib/foster/"), "/usr/lib/foster/");
    EXPECT_EQ(from("", "/usr/lib/foster/"), "/usr/lib/foster/");
}

TEST(program_path, does_not_leave_the_root)
{
    EXPECT_EQ(from("/svscan", "../libexec/foster/"), "/libexec/foster/");
    EXPECT_EQ(from("/sbin/svscan", "../../libexec/"), "/libexec/");
    EXPECT_EQ(from("", "../libexec/"), "libexec/");
}

TEST(program_path, is_empty_where_there_is_no_room)
{
    EXPECT_EQ(from("/a/b", "cdefg", 9), "/a/cdefg");
    std::string text = "/a/b";
    text.resize(8);
    EXPECT_EQ(go_from({text.data(), text.size()}, "cdefg"), 0u);
    EXPECT_EQ(text.c_str(), std::string{});
}

TEST(program_path, knows_the_program_that_applies_settings)
{
    EXPECT_TRUE(is_supervise_exec("/usr/sbin/supervise-exec"));
    EXPECT_TRUE(is_supervise_exec("supervise-exec"));
    EXPECT_FALSE(is_supervise_exec("/usr/bin/my-supervise-exec"));
    EXPECT_FALSE(is_supervise_exec("/supervise-exec/run"));
    EXPECT_FALSE(is_supervise_exec(""));
}

TEST(program_path, loses_the_mark_of_a_deleted_file)
{
    EXPECT_EQ(without_deletion("/usr/sbin/svscan (deleted)"), "/usr/sbin/svscan");
    EXPECT_EQ(without_deletion("/usr/sbin/svscan"), "/usr/sbin/svscan");
    EXPECT_EQ(without_deletion(""), "");
}

} // namespace
} // namespace foster
