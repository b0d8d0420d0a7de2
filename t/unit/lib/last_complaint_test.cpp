// The complaints of supervise: their lines, repetitions and file.
#include "lib/last_complaint.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "kernel/linux/complaint_file.h"
#include "t/unit/scratch.h"
#include "t/unit/shown.h"

namespace foster {
namespace {

using kind = complaint::kind;

TEST(complaint, is_read_as_it_was_written)
{
    const complaint c{kind::start, noon, {noon - 1h, noon - 1s}, "unable: to (a:b)"};
    EXPECT_EQ(read_complaint(to_line(c)), c);
    EXPECT_EQ(read_complaint(to_line(c) + "rest of a longer one\n"), c);
}

TEST(complaint, is_none_where_the_line_is_another)
{
    for (const char* text :
         {"", "\n", "start:1:2:3:text", "start:1:2:3:\n", "begin:1:2:text\n",
          "other:1:2:3:text\n", "start:1:x:3:text\n", "start:-1:2:3:text\n"})
        EXPECT_EQ(read_complaint(text), std::nullopt) << text;
}

TEST(complaint, is_written_again_after_a_minute_and_then_twice_as_late_each_time)
{
    std::optional<complaint> last;
    std::vector<int> written;
    for (int second = 0; second < 4 * 3600; ++second) {
        last =
            repeated(last, kind::begin, "unable to", noon + std::chrono::seconds{second});
        if (last->repeats.said == last->when) written.push_back(second);
    }
    EXPECT_EQ(written, (std::vector{0, 60, 120, 240, 480, 960, 1920, 3840, 7440, 11040}));
}

TEST(complaint, begins_again_where_it_is_another_or_has_paused)
{
    const auto first = repeated({}, kind::begin, "unable to", noon);
    const auto is_new = [&](kind what, const char* text, stamp now) {
        return repeated(first, what, text, now).repeats.first == now;
    };
    EXPECT_FALSE(is_new(kind::begin, "unable to", noon + 15s));
    EXPECT_TRUE(is_new(kind::begin, "unable to", noon + 16s));
    EXPECT_TRUE(is_new(kind::start, "unable to", noon + 1s));
    EXPECT_TRUE(is_new(kind::begin, "able to", noon + 1s));
    EXPECT_TRUE(is_new(kind::begin, "unable to", noon - 1s)); // the clock was set back
}

TEST(complaint, is_kept_in_a_file_that_only_we_write)
{
    scratch dir;
    const std::string path = dir.path();
    const fd at{::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
    EXPECT_EQ(complaint_in(path), std::nullopt);
    EXPECT_TRUE(put_complaint(open_complaint(at.number()), kind::begin, "a longer one"));
    EXPECT_FALSE(put_complaint(open_complaint(at.number()), kind::begin, "a longer one"));
    EXPECT_TRUE(put_complaint(open_complaint(at.number()), kind::begin, "one"));
    EXPECT_EQ(complaint_in(path).value().text, "one");
}

TEST(complaint, is_not_written_into_what_another_has_put_there)
{
    scratch dir;
    const std::string path = dir.path();
    const fd at{::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
    std::ofstream{dir.path() / "precious"} << "precious";
    std::filesystem::create_symlink("precious", dir.path() / "complaint");
    EXPECT_FALSE(open_complaint(at.number()));
    std::filesystem::remove(dir.path() / "complaint");
    std::filesystem::create_hard_link(dir.path() / "precious", dir.path() / "complaint");
    EXPECT_FALSE(open_complaint(at.number()));
    std::filesystem::remove(dir.path() / "complaint");
    ASSERT_EQ(::mkfifo((path + "/complaint").c_str(), 0600), 0);
    EXPECT_FALSE(open_complaint(at.number()));
}

} // namespace
} // namespace foster
