// The socket and the pipe for notices, also for the next supervise.
#include "kernel/linux/notify_socket.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "kernel/linux/ready_pipe.h"
#include "t/unit/scratch.h"

namespace foster {
namespace {

namespace fs = std::filesystem;

class notify_test : public testing::Test {
  protected:
    notify_test() { ::signal(SIGIO, SIG_IGN); } // supervise blocks it
    ~notify_test() override
    {
        ::signal(SIGIO, SIG_DFL);
        fs::current_path(before_);
        ::unsetenv("NOTIFY_SOCKET");
    }

    static std::string name()
    {
        const char* const text = std::getenv("NOTIFY_SOCKET");
        return text ? text : "";
    }

    fs::path file(const char* name) const { return dir_.path() / "supervise" / name; }

    static bool say(const std::string& to, std::string_view text)
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path + 1, to.data() + 1, to.size() - 1);
        const fd out{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
        return ::sendto(out.number(), text.data(), text.size(), 0,
                        reinterpret_cast<sockaddr*>(&address),
                        sizeof address.sun_family + to.size()) >= 0;
    }

    scratch dir_;

  private:
    fs::path before_ = fs::current_path();
};

TEST_F(notify_test, has_the_same_name_in_the_next_supervise)
{
    std::string first;
    {
        service_dir dir{dir_.path().c_str()};
        const auto heard = listen_for_notices(dir);
        EXPECT_FALSE(heard.kept);
        first = name();
    }
    ::unsetenv("NOTIFY_SOCKET");
    service_dir dir{dir_.path().c_str()};
    const auto heard = listen_for_notices(dir);
    EXPECT_TRUE(heard.kept);
    EXPECT_EQ(name(), first);
    ASSERT_TRUE(say(first, "READY=1"));
    EXPECT_EQ(next_notice(heard.socket).value_or(notice{}).ready, true);
}

TEST_F(notify_test, has_another_name_where_a_stranger_has_that)
{
    service_dir dir{dir_.path().c_str()};
    const auto stranger = listen_for_notices(dir);
    const auto taken = name();
    const auto heard = listen_for_notices(dir);
    EXPECT_FALSE(heard.kept);
    EXPECT_NE(name(), taken);
    ASSERT_TRUE(say(name(), "READY=1"));
    EXPECT_EQ(next_notice(heard.socket).value_or(notice{}).ready, true);
}

TEST_F(notify_test, believes_no_record_that_is_none)
{
    service_dir dir{dir_.path().c_str()};
    for (const char* text : {"", "@", "@0000", "@0000g", "/run/x", "@AAAAA"}) {
        std::ofstream{file("notify")} << text;
        EXPECT_FALSE(listen_for_notices(dir).kept) << text;
        EXPECT_EQ(name().size(), 6U);
    }
    const auto link = fs::path{"/etc/hostname"};
    fs::remove(file("notify"));
    fs::create_symlink(link, file("notify"));
    EXPECT_FALSE(listen_for_notices(dir).kept);
    EXPECT_FALSE(fs::is_symlink(file("notify")));
}

TEST_F(notify_test, takes_4096_bytes)
{
    service_dir dir{dir_.path().c_str()};
    const auto heard = listen_for_notices(dir);
    std::string text = "READY=1\nX=";
    text.resize(4096, 'x');
    ASSERT_TRUE(say(name(), text));
    ASSERT_TRUE(say(name(), text + 'x'));
    EXPECT_EQ(next_notice(heard.socket).value_or(notice{}).ready, true);
    EXPECT_EQ(next_notice(heard.socket).value_or(notice{.ready = true}).ready,
              std::nullopt);
}

// Reads the pipe of readiness::fd.

std::string all_of(const fd& pipe)
{
    char text[64];
    const auto got = ::read(pipe.number(), text, sizeof text);
    return got < 0 ? "nothing" : std::string{text, static_cast<std::size_t>(got)};
}

TEST_F(notify_test, reads_what_was_said_to_no_supervise)
{
    service_dir dir{dir_.path().c_str()};
    auto pipe = make_ready_pipe(dir.directory());
    ASSERT_TRUE(pipe.of_service);
    pipe.reading.close();
    EXPECT_EQ(::write(pipe.of_service.number(), "\n", 1), 1); // and no SIGPIPE
    const auto again = reopen_ready_pipe(dir.directory());
    ASSERT_TRUE(again);
    EXPECT_EQ(all_of(again), "\n");
    EXPECT_EQ(all_of(again), "nothing");
    pipe.of_service.close();
    EXPECT_EQ(all_of(again), "");
}

TEST_F(notify_test, does_not_hear_an_earlier_launch)
{
    service_dir dir{dir_.path().c_str()};
    const auto first = make_ready_pipe(dir.directory());
    const auto second = make_ready_pipe(dir.directory());
    EXPECT_EQ(::write(first.of_service.number(), "\n", 1), 1);
    EXPECT_EQ(all_of(second.reading), "nothing");
    EXPECT_EQ(all_of(reopen_ready_pipe(dir.directory())), "nothing");
}

TEST_F(notify_test, makes_a_pipe_without_a_name_where_it_can_have_none)
{
    service_dir dir{dir_.path().c_str()};
    fs::create_directory(file("ready"));
    auto pipe = make_ready_pipe(dir.directory());
    ASSERT_TRUE(pipe.of_service);
    EXPECT_EQ(::write(pipe.of_service.number(), "\n", 1), 1);
    EXPECT_EQ(all_of(pipe.reading), "\n");
    pipe.reading.close();
    EXPECT_EQ(::write(pipe.of_service.number(), "\n", 1), 1);
    EXPECT_FALSE(reopen_ready_pipe(dir.directory()));
}

TEST_F(notify_test, opens_no_pipe_that_is_another_file)
{
    service_dir dir{dir_.path().c_str()};
    fs::create_hard_link(file("control"), file("ready"));
    EXPECT_FALSE(reopen_ready_pipe(dir.directory()));
    fs::remove(file("ready"));
    fs::create_symlink("control", file("ready"));
    EXPECT_FALSE(reopen_ready_pipe(dir.directory()));
    fs::remove(file("ready"));
    std::ofstream{file("ready")} << '\n';
    EXPECT_FALSE(reopen_ready_pipe(dir.directory()));
}

} // namespace
} // namespace foster
