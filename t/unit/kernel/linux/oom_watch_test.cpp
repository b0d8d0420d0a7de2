// Whether a KILL may come from the OOM killer, by the counters of version 1 and 2.
#include "kernel/linux/oom_watch.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "t/unit/scratch.h"

namespace foster {
namespace {

class oom_watch_test : public testing::Test {
  protected:
    void write(const std::string& file, const std::string& text) const
    {
        const auto path = dir_.path() / file;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream{path} << text;
    }
    // Returns the answer after `after` has been done since begin().
    template<class Deed>
    oom_kill grown(const Deed& after)
    {
        oom_watch watch{root_.c_str()};
        watch.begin();
        after();
        return watch.grown();
    }

    scratch dir_;
    std::string root_ = dir_.path();
};

TEST_F(oom_watch_test, reads_the_counter_of_version_2)
{
    write("proc/self/cgroup", "0::/a/b\n");
    write("sys/fs/cgroup/a/b/memory.events", "low 0\noom 1\noom_kill 1\n");
    EXPECT_EQ(
        grown([&] { write("sys/fs/cgroup/a/b/memory.events", "low 0\noom_kill 2\n"); }),
        oom_kill::yes);
    EXPECT_EQ(grown([] {}), oom_kill::no);
}

TEST_F(oom_watch_test, reads_the_counter_of_version_1_beside_a_version_2_without_memory)
{
    write("proc/self/cgroup", "9:name=systemd:/\n4:cpu,memory:/a\n0::/\n");
    write("sys/fs/cgroup/memory/a/memory.oom_control", "under_oom 0\noom_kill 0\n");
    EXPECT_EQ(grown([&] {
                  write("sys/fs/cgroup/memory/a/memory.oom_control", "oom_kill 1\n");
              }),
              oom_kill::yes);
}

TEST_F(oom_watch_test, finds_the_group_of_a_container_at_the_root)
{
    write("proc/self/cgroup", "0::/docker/123\n");
    write("sys/fs/cgroup/memory.events", "oom_kill 0\n");
    EXPECT_EQ(grown([&] { write("sys/fs/cgroup/memory.events", "oom_kill 3\n"); }),
              oom_kill::yes);
}

TEST_F(oom_watch_test, knows_of_the_machine_only_perhaps)
{
    write("proc/self/cgroup", "0::/\n");
    write("proc/vmstat", std::string(5000, 'x') + "\noom_kill 7\nzero 0\n");
    EXPECT_EQ(grown([&] { write("proc/vmstat", "oom_kill 8\n"); }), oom_kill::perhaps);
}

TEST_F(oom_watch_test, knows_nothing_where_nothing_counts)
{
    EXPECT_EQ(grown([] {}), oom_kill::no);
    write("proc/self/cgroup", "\n:\n4:memory\n0::" + std::string(400, 'a') + "\n");
    EXPECT_EQ(grown([&] { write("proc/vmstat", "oom_kill x\n"); }), oom_kill::no);
}

} // namespace
} // namespace foster
