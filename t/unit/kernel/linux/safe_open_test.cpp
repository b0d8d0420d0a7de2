// Opening and inspecting files where another user may have put something.
#include "kernel/linux/safe_open.h"

#include <gtest/gtest.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include "t/unit/scratch.h"

namespace foster {
namespace {

class opening_test : public testing::Test {
  protected:
    opening_test() { std::ofstream{dir_.path() / "file"} << "five\n"; }

    std::string path(const char* name) const { return dir_.path() / name; }
    int error_of(const char* name, int flags = 0) const
    {
        return open_regular(path(name).c_str(), flags).error;
    }

    scratch dir_;
};

TEST_F(opening_test, opens_a_file)
{
    const auto file = open_regular(path("file").c_str());
    ASSERT_EQ(file.error, 0);
    EXPECT_EQ(file.size, 5);
    EXPECT_EQ(file.owner, ::geteuid());
    char text[8];
    EXPECT_EQ(::read(file.file.number(), text, sizeof text), 5);
}

TEST_F(opening_test, follows_a_link)
{
    std::filesystem::create_symlink("file", path("link"));
    EXPECT_EQ(error_of("link"), 0);
}

TEST_F(opening_test, follows_no_link_if_told)
{
    std::filesystem::create_symlink("file", path("link"));
    EXPECT_EQ(error_of("link", O_NOFOLLOW), ELOOP);
}

TEST_F(opening_test, looks_from_a_directory)
{
    const fd at{::open(dir_.path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
    EXPECT_EQ(open_regular("file", 0, at.number()).error, 0);
}

TEST_F(opening_test, says_that_there_is_none)
{
    EXPECT_EQ(error_of("none"), ENOENT);
    EXPECT_EQ(error_of("file/none"), ENOTDIR);
}

TEST_F(opening_test, refuses_what_is_no_file)
{
    ASSERT_EQ(::mkfifo(path("fifo").c_str(), 0600), 0);
    std::filesystem::create_directory(path("directory"));
    std::filesystem::create_symlink("/dev/zero", path("device"));
    for (const auto* name : {"fifo", "directory", "device"})
        EXPECT_EQ(error_of(name), not_regular) << name;
}

// Opening a device can have an effect, and opening a FIFO lets its writer go on.
TEST_F(opening_test, opens_nothing_that_it_refuses)
{
    ASSERT_EQ(::mkfifo(path("fifo").c_str(), 0600), 0);
    const fd news{::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)};
    ASSERT_GE(::inotify_add_watch(news.number(), path("fifo").c_str(), IN_OPEN), 0);
    EXPECT_EQ(error_of("fifo"), not_regular);
    char event[256];
    EXPECT_EQ(::read(news.number(), event, sizeof event), -1);
    EXPECT_EQ(errno, EAGAIN);
}

TEST_F(opening_test, waits_for_no_lease)
{
    const fd file{::open(path("file").c_str(), O_RDWR | O_CLOEXEC)};
    if (::fcntl(file.number(), F_SETLEASE, F_WRLCK) < 0) GTEST_SKIP() << "no lease here";
    ::fcntl(file.number(), F_SETSIG, SIGCHLD); // which does no harm
    EXPECT_EQ(error_of("file"), EWOULDBLOCK);
}

TEST_F(opening_test, opens_a_fifo_where_one_is_expected)
{
    ASSERT_EQ(::mkfifo(path("fifo").c_str(), 0600), 0);
    EXPECT_TRUE(open_kind(AT_FDCWD, path("fifo").c_str(), O_RDONLY, S_IFIFO));
    EXPECT_FALSE(open_kind(AT_FDCWD, path("fifo").c_str(), O_RDONLY, S_IFREG));
    EXPECT_EQ(errno, EINVAL);
    EXPECT_FALSE(open_kind(AT_FDCWD, path("file").c_str(), O_WRONLY, S_IFIFO));
    EXPECT_EQ(errno, EINVAL);
}

TEST_F(opening_test, follows_no_link_to_what_is_expected)
{
    std::filesystem::create_symlink("file", path("link"));
    EXPECT_FALSE(open_kind(AT_FDCWD, path("link").c_str(), O_RDONLY, S_IFREG));
    EXPECT_EQ(errno, ELOOP);
}

} // namespace
} // namespace foster
