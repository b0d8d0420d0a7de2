// The files for clients, after each change, whatever else is in supervise/.
#include "kernel/linux/supervise_dir.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "t/unit/scratch.h"

namespace foster {
namespace {

namespace fs = std::filesystem;

class service_dir_test : public testing::Test {
  protected:
    ~service_dir_test() override { fs::current_path(before_); }

    static status with(pid main, bool paused = false)
    {
        status s;
        s.phase = main ? phase::up : phase::down;
        s.want = want::up;
        s.main = main;
        s.paused = paused;
        return s;
    }

    std::string text_of(const char* name) const
    {
        std::ifstream file{dir_.path() / "supervise" / name};
        return {std::istreambuf_iterator<char>{file}, {}};
    }

    // Publishes those statuses one after another; returns stat and pid of each.
    std::string told(service_dir& to, const std::vector<status>& all) const
    {
        std::string seen;
        for (const auto& s : all) {
            EXPECT_EQ(to.write(s), 0);
            EXPECT_EQ(text_of("state"), to_state(s, boot()));
            seen += text_of("stat") + text_of("pid");
        }
        return seen;
    }

    static std::string boot()
    {
        const auto id = boot_id();
        return {id.data(), id.size()};
    }

    scratch dir_;

  private:
    fs::path before_ = fs::current_path();
};

TEST_F(service_dir_test, says_what_is_so_after_each_change)
{
    service_dir d{dir_.path().c_str()};
    EXPECT_EQ(
        told(d, {with({}), with({7}), with({}), with({8}), with({}), with({}), with({8}),
                 with({8}, true), with({8}), with({8}, true), with({9}), with({})}),
        "down\nrun\n7\ndown\nrun\n8\ndown\ndown\nrun\n8\nrun, paused\n8\nrun\n8\n"
        "run, paused\n8\nrun\n9\ndown\n");
}

TEST_F(service_dir_test, says_it_where_nothing_can_change_places)
{
    service_dir d{dir_.path().c_str()};
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(told(d, {with({}), with({7})}), "down\nrun\n7\n");
        for (const char* name : {"stat", "pid"})
            fs::remove(dir_.path() / "supervise" / name);
        EXPECT_EQ(told(d, {with({}), with({7})}), "down\nrun\n7\n");
        for (const char* name : {"stat.new", "pid.new"})
            fs::remove(dir_.path() / "supervise" / name);
        EXPECT_EQ(told(d, {with({}), with({7})}), "down\nrun\n7\n");
    }
}

// An earlier supervise may have left any file there.
TEST_F(service_dir_test, does_not_take_what_it_finds_for_its_own)
{
    {
        service_dir d{dir_.path().c_str()};
        told(d, {with({}), with({7})});
    }
    for (const char* name : {"stat.new", "pid.new"})
        std::ofstream{dir_.path() / "supervise" / name} << "nonsense";
    service_dir d{dir_.path().c_str()};
    EXPECT_EQ(told(d, {with({}), with({8}), with({})}), "down\nrun\n8\ndown\n");
}

// A file of an earlier supervise may be gone by then.
TEST_F(service_dir_test, forgets_what_was_before_when_it_cannot_write)
{
    service_dir d{dir_.path().c_str()};
    told(d, {with({}), with({7})});
    const auto fresh = dir_.path() / "supervise" / "pid.new";
    fs::remove(fresh);
    fs::create_directory(fresh);
    EXPECT_EQ(d.write(with({8})), EISDIR);
    EXPECT_EQ(d.write(with({})), EISDIR);
    EXPECT_EQ(text_of("pid"), "7\n");
    fs::remove(fresh);
    EXPECT_EQ(told(d, {with({}), with({8})}), "down\nrun\n8\n");
}

TEST_F(service_dir_test, lets_all_read_whatever_the_umask_is)
{
    const mode_t mask = ::umask(077);
    service_dir d{dir_.path().c_str()};
    told(d, {with({}), with({7}), with({})});
    for (const char* name : {"state", "stat", "pid", "status"}) {
        struct stat there {};
        EXPECT_EQ(::stat((dir_.path() / "supervise" / name).c_str(), &there), 0);
        EXPECT_EQ(there.st_mode & 0777U, 0644U) << name;
    }
    EXPECT_EQ(::umask(mask), 077U);
}

// A user who may put files into supervise/ can put another's file there under the name
// of the lock.  supervise must not write its records into that file.
TEST_F(service_dir_test, writes_no_record_into_a_lock_that_is_not_its_own)
{
    fs::create_directory(dir_.path() / "supervise");
    const auto lock = dir_.path() / "supervise" / "lock";
    std::ofstream{lock} << "a log of root's";
    {
        service_dir moved_here{dir_.path().c_str()};
        moved_here.forget_records();
        EXPECT_EQ(moved_here.records(), -1);
    }
    EXPECT_EQ(text_of("lock"), "a log of root's");
    fs::remove(lock);
    std::ofstream{dir_.path() / "empty"};
    fs::create_hard_link(dir_.path() / "empty", lock);
    service_dir linked_here{dir_.path().c_str()};
    linked_here.forget_records();
    EXPECT_EQ(linked_here.records(), -1);
    EXPECT_EQ(text_of("lock"), "");
}

TEST_F(service_dir_test, forgets_the_records_of_an_earlier_supervise_and_keeps_its_mark)
{
    const auto mark = this_run();
    const std::string marked{mark.data(), mark.size()};
    fs::create_directory(dir_.path() / "supervise");
    std::ofstream{dir_.path() / "supervise" / "lock"} << marked << "r of another life";
    service_dir here{dir_.path().c_str()};
    EXPECT_EQ(text_of("lock"),
              marked + "r of another life"); // may be recovered
    here.forget_records();
    EXPECT_EQ(text_of("lock"), marked);
    EXPECT_GE(here.records(), 0);
}

} // namespace
} // namespace foster
