// Files that svctl makes.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "svctl/commands/new_file.h"
#include "t/unit/scratch.h"

namespace foster {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& file)
{
    std::ifstream in{file};
    return {std::istreambuf_iterator<char>{in}, {}};
}

TEST(new_file, has_another_draft_each_time)
{
    const auto one = draft_name();
    EXPECT_EQ(one.size(), 31U);
    EXPECT_EQ(one.substr(0, 7), ".svctl-");
    EXPECT_NE(one, draft_name());
}

TEST(new_file, replaces_the_old_one_and_leaves_no_draft)
{
    const scratch dir;
    const auto file = dir.path() / "x.prom";
    write_by_rename(file, "old\n");
    write_by_rename(file, "new\n");
    EXPECT_EQ(contents(file), "new\n");
    EXPECT_EQ(std::distance(fs::directory_iterator{dir.path()}, {}), 1);
}

TEST(new_file, replaces_no_link)
{
    const scratch dir;
    std::ofstream{dir.path() / "precious"} << "as it was";
    fs::create_symlink("precious", dir.path() / "x.prom");
    EXPECT_THROW(write_by_rename(dir.path() / "x.prom", "new"), std::runtime_error);
    EXPECT_TRUE(fs::is_symlink(dir.path() / "x.prom"));
    EXPECT_EQ(contents(dir.path() / "precious"), "as it was");
}

TEST(new_file, replaces_no_fifo)
{
    const scratch dir;
    const auto file = dir.path() / "x.prom";
    ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
    EXPECT_THROW(write_by_rename(file, "new"), std::runtime_error);
    EXPECT_TRUE(fs::is_fifo(file));
}

} // namespace
} // namespace foster
