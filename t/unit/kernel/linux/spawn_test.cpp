// The properties of a spawned process, and that a refused spawn leaves nothing.
#include "kernel/linux/spawn.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <vector>

#include "kernel/linux/fd.h"
#include "kernel/linux/linux_kernel.h"

namespace foster {
namespace {

struct pipe_ends {
    fd read;
    fd write;
};

pipe_ends make_pipe()
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) < 0) std::abort();
    return {fd{ends[0]}, fd{ends[1]}};
}

std::string read_all(const fd& from)
{
    std::string all;
    char bytes[4096];
    for (ssize_t got = 0; (got = ::read(from.number(), bytes, sizeof bytes)) > 0;)
        all.append(bytes, static_cast<std::size_t>(got));
    return all;
}

spawn_result run(std::vector<std::string> words, int in = -1, int out = -1)
{
    std::vector<char*> argv;
    for (auto& w : words) argv.push_back(w.data());
    argv.push_back(nullptr);
    return spawn({.file = words[0].c_str(), .argv = argv.data(), .in = in, .out = out});
}

void wait_for(pid who)
{
    ASSERT_EQ(::waitpid(who.number, nullptr, 0), who.number);
}

// Returns the standard output.
std::string output(std::vector<std::string> words)
{
    auto said = make_pipe();
    const auto child = run(std::move(words), -1, said.write.number());
    EXPECT_EQ(child.error, 0);
    said.write.close();
    auto all = read_all(said.read);
    wait_for(child.who);
    return all;
}

std::string link(pid of, const char* name)
{
    char path[4096];
    const auto length = ::readlink(
        ("/proc/" + std::to_string(of.number) + "/" + name).c_str(), path, sizeof path);
    return length > 0 ? std::string(path, static_cast<std::size_t>(length)) : "";
}

// A temporary file with these bytes.
class file {
  public:
    file(const std::string& bytes, mode_t mode)
    {
        std::string name = testing::TempDir() + "foster-spawn-XXXXXX";
        const fd made{::mkstemp(name.data())};
        name_ = name;
        EXPECT_EQ(::write(made.number(), bytes.data(), bytes.size()),
                  static_cast<ssize_t>(bytes.size()));
        EXPECT_EQ(::fchmod(made.number(), mode), 0);
    }
    ~file() { ::unlink(name_.c_str()); }
    file(const file&) = delete;
    file& operator=(const file&) = delete;

    const std::string& name() const { return name_; }

  private:
    std::string name_;
};

// Refusals.

TEST(spawn, refuses_what_is_missing)
{
    const auto refused = run({"/nowhere/at/all"});
    EXPECT_EQ(refused.error, ENOENT);
    EXPECT_EQ(refused.who, pid{});
}

TEST(spawn, refuses_what_is_not_executable)
{
    const file f{"#!/bin/sh\n", 0644};
    EXPECT_EQ(run({f.name()}).error, EACCES);
}

TEST(spawn, refuses_what_is_no_program)
{
    const file f{"echo without a first line\n", 0755};
    EXPECT_EQ(run({f.name()}).error, ENOEXEC);
}

TEST(spawn, refuses_what_has_no_interpreter)
{
    const file f{"#!/nowhere/sh\n", 0755};
    EXPECT_EQ(run({f.name()}).error, ENOENT);
}

TEST(spawn, refuses_a_directory)
{
    EXPECT_EQ(run({"/"}).error, EACCES);
}

TEST(spawn, refuses_a_descriptor_that_is_not_open)
{
    EXPECT_EQ(run({"/bin/true"}, 99'999).error, EBADF);
    EXPECT_EQ(run({"/bin/true"}, -1, 99'999).error, EBADF);
}

TEST(spawn, leaves_no_zombie_of_what_was_refused)
{
    run({"/nowhere/at/all"});
    siginfo_t info{};
    EXPECT_EQ(::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT | __WALL), -1);
    EXPECT_EQ(errno, ECHILD);
}

TEST(spawn, leaves_our_own_signals_alone)
{
    struct sigaction before {};
    ::signal(SIGHUP, SIG_IGN);
    run({"/nowhere/at/all"});
    ::sigaction(SIGHUP, nullptr, &before);
    ::signal(SIGHUP, SIG_DFL);
    EXPECT_EQ(before.sa_handler, SIG_IGN);
}

TEST(spawn, leaves_our_own_mask_alone)
{
    sigset_t usr1, was;
    sigemptyset(&usr1);
    sigaddset(&usr1, SIGUSR1);
    ::sigprocmask(SIG_BLOCK, &usr1, &was);
    run({"/nowhere/at/all"});
    sigset_t now;
    ::sigprocmask(SIG_SETMASK, &was, &now);
    EXPECT_EQ(sigismember(&now, SIGUSR1), 1);
    EXPECT_EQ(sigismember(&now, SIGUSR2), sigismember(&was, SIGUSR2));
}

// The properties of a new process.

TEST(spawn, returns_when_the_new_image_is_in_place)
{
    auto held = make_pipe();
    const auto child = run({"/bin/cat"}, held.read.number());
    char* const cat = ::realpath("/bin/cat", nullptr);
    EXPECT_EQ(link(child.who, "exe"), cat);
    std::free(cat);
    held.write.close();
    wait_for(child.who);
}

TEST(spawn, ignores_nothing_and_blocks_nothing)
{
    sigset_t all, was;
    sigfillset(&all);
    ::sigprocmask(SIG_SETMASK, &all, &was);
    for (const int s : {SIGHUP, SIGPIPE, SIGRTMIN}) ::signal(s, SIG_IGN);
    const auto child_says = make_pipe();
    const auto child = run({"/bin/grep", "^Sig[BI]", "/proc/self/status"}, -1,
                           child_says.write.number());
    for (const int s : {SIGHUP, SIGPIPE, SIGRTMIN}) ::signal(s, SIG_DFL);
    ::sigprocmask(SIG_SETMASK, &was, nullptr);
    wait_for(child.who);
    char said[256]{};
    EXPECT_GT(::read(child_says.read.number(), said, sizeof said - 1), 0);
    EXPECT_STREQ(said, "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
}

// ls reads the directory through descriptor 3.
TEST(spawn, passes_on_descriptors_0_1_and_2_only)
{
    const fd leak{::open("/dev/null", O_RDONLY)};
    tidy_descriptors();
    EXPECT_EQ(output({"/bin/ls", "/proc/self/fd"}), "0\n1\n2\n3\n");
}

TEST(spawn, gives_the_descriptor_that_is_to_be_0)
{
    auto held = make_pipe();
    ASSERT_EQ(::write(held.write.number(), "hello", 5), 5);
    held.write.close();
    auto said = make_pipe();
    const auto child = run({"/bin/cat"}, held.read.number(), said.write.number());
    said.write.close();
    EXPECT_EQ(read_all(said.read), "hello");
    wait_for(child.who);
}

TEST(spawn, gives_the_words_as_they_are)
{
    EXPECT_EQ(output({"/bin/echo", "a b", "", "*"}), "a b  *\n");
}

TEST(spawn, gives_a_session_of_its_own)
{
    auto held = make_pipe();
    const auto child = run({"/bin/cat"}, held.read.number());
    EXPECT_EQ(::getsid(child.who.number), child.who.number);
    held.write.close();
    wait_for(child.who);
}

TEST(spawn, leaves_it_in_our_session_where_that_is_wanted)
{
    auto held = make_pipe();
    char name[] = "/bin/cat";
    char* argv[] = {name, nullptr};
    const auto child = spawn(
        {.file = name, .argv = argv, .own_session = false, .in = held.read.number()});
    EXPECT_EQ(::getsid(child.who.number), ::getsid(0));
    held.write.close();
    wait_for(child.who);
}

TEST(spawn, gives_the_limit_of_open_files)
{
    auto said = make_pipe();
    char name[] = "/bin/sh", option[] = "-c", script[] = "ulimit -Sn; ulimit -Hn";
    char* argv[] = {name, option, script, nullptr};
    const rlimit files{.rlim_cur = 64, .rlim_max = 128};
    const auto child =
        spawn({.file = name, .argv = argv, .out = said.write.number(), .files = &files});
    said.write.close();
    EXPECT_EQ(read_all(said.read), "64\n128\n");
    wait_for(child.who);
}

TEST(spawn, is_the_parent_of_what_it_spawned)
{
    const auto child = run({"/bin/false"});
    int status = 0;
    EXPECT_EQ(::waitpid(child.who.number, &status, 0), child.who.number);
    EXPECT_EQ(WEXITSTATUS(status), 1);
}

} // namespace
} // namespace foster
