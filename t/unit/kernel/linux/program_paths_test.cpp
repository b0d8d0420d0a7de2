// Where the programs of foster are looked for.
#include "kernel/linux/program_paths.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace foster {
namespace {

namespace fs = std::filesystem;

// A directory with programs, gone with the test.
class programs : public testing::Test {
  protected:
    programs()
    {
        std::string name = testing::TempDir() + "foster-programs-XXXXXX";
        root_ = fs::canonical(::mkdtemp(name.data()));
        fs::create_directory(root_ / "bin");
    }
    ~programs() override { fs::remove_all(root_); }

    void make(const fs::path& file) const { std::ofstream{root_ / file} << "program\n"; }

    // The path of the helper for the program there, as seen from the directory.
    std::string helper(const std::string& name, bool& found) const
    {
        program_path path{};
        const auto from = root_ / "bin/supervise";
        from.string().copy(path.data(), path.size() - 1);
        found = find_helper(path, name);
        return fs::path{path.data()}.lexically_relative(root_);
    }

    fs::path root_;
};

TEST_F(programs, know_their_own_file)
{
    EXPECT_EQ(fs::path{own_program().data()}, fs::read_symlink("/proc/self/exe"));
}

TEST_F(programs, find_a_helper_beside_them)
{
    make("bin/supervise-plan");
    bool found = false;
    EXPECT_EQ(helper("supervise-plan", found), "bin/supervise-plan");
    EXPECT_TRUE(found);
}

TEST_F(programs, look_elsewhere_for_what_is_not_there)
{
    bool found = true;
    EXPECT_NE(helper("supervise-none", found), "bin/supervise-none");
    EXPECT_FALSE(found);
}

TEST_F(programs, do_not_follow_a_link_beside_them)
{
    make("helper");
    fs::create_symlink("../helper", root_ / "bin/supervise-none");
    bool found = true;
    EXPECT_NE(helper("supervise-none", found), "bin/supervise-none");
    EXPECT_FALSE(found);
}

TEST_F(programs, find_nothing_from_an_unknown_place)
{
    program_path path{};
    EXPECT_FALSE(find_helper(path, "supervise-none"));
    EXPECT_FALSE(path[0]);
}

} // namespace
} // namespace foster
