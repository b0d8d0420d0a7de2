// stage [--host] [--limit SECONDS] COMMAND...: runs one story in a scratch directory, so
// that the story can neither hurt the run nor leave anything behind.
//
// The story has its own session and process group and, where the kernel allows it, its
// own namespaces of pids, mounts and the network.  There stage is process 1, and no other
// story takes its ports.  --host: in the namespaces of the host.
//
// Remaining processes are shown and killed, and fail the story.  A story that takes
// longer than its limit, by default two minutes, is ended and fails.  All limits are
// multiplied by FOSTER_PATIENCE, or by the load of the machine if that is more.  If
// FOSTER_KEEP names a directory, the scratch directory of a failed story is moved there.
#include <fcntl.h>
#include <linux/if.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

#include "t/patience.h"

namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

// How long a process that is already exiting may take.
constexpr auto exit_limit = 2s;

// Programs with sanitizers take longer.
#ifdef __SANITIZE_ADDRESS__
constexpr unsigned slower = 2;
#else
constexpr unsigned slower = 1;
#endif

struct options {
    bool host = false;
    std::chrono::seconds limit = 120s;
    char** command = nullptr;
};

[[noreturn]] void throw_errno(const char* what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

sigset_t awaited_signals()
{
    sigset_t set;
    sigemptyset(&set);
    for (const int s : {SIGCHLD, SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, s);
    return set;
}

std::string make_scratch()
{
    const char* tmp = std::getenv("TMPDIR");
    std::string path = std::string{tmp ? tmp : "/tmp"} + "/foster-live-XXXXXX";
    if (!::mkdtemp(path.data())) throw_errno("unable to make a scratch directory");
    // Daemons that give up root must get through.
    std::filesystem::permissions(path, std::filesystem::perms{0755});
    std::filesystem::current_path(path);
    ::setenv("STAGE", path.c_str(), 1);
    return path;
}

// Keeps the directory of a failed story if it is asked to, and removes it otherwise.
void leave_scratch(const std::string& scratch, bool failed)
{
    std::filesystem::current_path("/");
    std::error_code wrong;
    if (const char* keep = std::getenv("FOSTER_KEEP"); failed && keep && *keep) {
        const auto name = std::filesystem::path{scratch}.filename();
        std::filesystem::rename(scratch, std::filesystem::path{keep} / name, wrong);
        std::fprintf(stderr, "stage: kept: %s/%s\n",
                     wrong ? std::filesystem::path{scratch}.parent_path().c_str() : keep,
                     name.c_str());
        return;
    }
    std::filesystem::remove_all(scratch, wrong);
}

pid_t start(char** argv, const sigset_t& blocked)
{
    const pid_t script = ::fork();
    if (script < 0) throw_errno("unable to fork");
    if (script > 0) return script;
    ::setsid();
    ::sigprocmask(SIG_UNBLOCK, &blocked, nullptr);
    ::execvp(argv[0], argv);
    std::perror("stage: unable to run the story");
    ::_exit(111);
}

// Waits for a signal of the set; 0 if `deadline` passes.
int next_signal(const sigset_t& set, clock::time_point deadline)
{
    const auto left = std::max<clock::duration>(deadline - clock::now(), 0s);
    const timespec limit{.tv_sec = left / 1s, .tv_nsec = left % 1s / 1ns};
    return std::max(::sigtimedwait(&set, nullptr, &limit), 0);
}

// One story: its process, and how it ends.
class story {
  public:
    story(const options& o, const sigset_t& signals)
        : signals_(signals), script_(start(o.command, signals)), allowed_(o.limit)
    {
    }

    // Reaps all that dies until the script has died; returns its exit code.
    int end()
    {
        for (;;) {
            if (const int code = reap(); code >= 0) return code;
            const int signal = next_signal(signals_, begun_ + limit_);
            if (signal == 0)
                overdue();
            else if (signal != SIGCHLD) // stage must end, and the story with it
                ::kill(script_, SIGKILL);
        }
    }

  private:
    // Returns the exit code of the script; -1 if it is alive.
    int reap()
    {
        int status = 0;
        pid_t dead = 0;
        while ((dead = ::waitpid(-1, &status, WNOHANG | __WALL)) > 0) {
            if (dead != script_) continue;
            if (WIFEXITED(status)) return WEXITSTATUS(status);
            std::fprintf(stderr,
                         "stage: FAILED: the story was killed by signal %d (%s)\n",
                         WTERMSIG(status), ::strsignal(WTERMSIG(status)));
            return 128 + WTERMSIG(status);
        }
        return -1;
    }

    // The limit has passed.  The machine may have become busier since; otherwise the
    // story gets TERM and, after a tenth of the limit, KILL.
    void overdue()
    {
        const auto allowed_now = allowed_ * foster::patience();
        if (!told_ && allowed_now > limit_) {
            limit_ = allowed_now;
            return;
        }
        if (!told_)
            std::fprintf(stderr, "stage: FAILED: the story has not ended after %lld s\n",
                         static_cast<long long>(limit_ / 1s));
        ::kill(script_, told_ ? SIGKILL : SIGTERM);
        told_ = true;
        limit_ = clock::now() - begun_ + std::max(allowed_ / 10, 1s) * foster::patience();
    }

    const sigset_t& signals_;
    pid_t script_;
    std::chrono::seconds allowed_;
    clock::time_point begun_ = clock::now();
    clock::duration limit_ = allowed_ * foster::patience();
    bool told_ = false; // it has TERM
};

// Returns whether no process is left.  Adoption sends no signal, so it looks every 10 ms.
bool alone_within(clock::duration limit, const sigset_t& signals)
{
    const auto deadline = clock::now() + limit;
    for (;;) {
        pid_t dead = 0;
        while ((dead = ::waitpid(-1, nullptr, WNOHANG | __WALL)) > 0) {
        }
        if (dead < 0 && errno == ECHILD) return true;
        if (clock::now() > deadline) return false;
        next_signal(signals, clock::now() + 10ms);
    }
}

std::string read_file(const std::filesystem::path& path)
{
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::vector<pid_t> children()
{
    std::vector<pid_t> all;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator{"/proc", ignored}) {
        const auto name = entry.path().filename().string();
        pid_t pid = 0;
        if (std::from_chars(name.data(), name.data() + name.size(), pid).ec !=
            std::errc{})
            continue;
        const auto stat = read_file(entry.path() / "stat");
        const auto after_name = stat.rfind(')'); // then: space, state, space, parent
        if (after_name == stat.npos || stat.size() < after_name + 5) continue;
        if (std::atoi(stat.c_str() + after_name + 4) == ::getpid()) all.push_back(pid);
    }
    return all;
}

void show(pid_t pid)
{
    auto words = read_file("/proc/" + std::to_string(pid) + "/cmdline");
    for (auto& c : words)
        if (c == '\0') c = ' ';
    std::fprintf(stderr, "stage: left behind: %d %s\n", pid, words.c_str());
}

// The children of each process that dies become children of stage, until none is left.
void end_all(const sigset_t& signals)
{
    do
        for (const pid_t pid : children()) ::kill(pid, SIGKILL);
    while (!alone_within(20ms, signals));
}

// Runs the story as the reaper of all its descendants.
int run(const options& o, const sigset_t& signals)
{
    ::setenv("FOSTER_PATIENCE", std::to_string(slower * foster::patience()).c_str(), 1);
    const auto scratch = make_scratch();
    int code = story{o, signals}.end();
    const auto limit = code == 0 ? exit_limit * foster::patience() : 0s;
    if (!alone_within(limit, signals)) {
        if (code == 0) {
            for (const pid_t pid : children()) show(pid);
            code = 1;
        }
        end_all(signals);
    }
    leave_scratch(scratch, code != 0 && code != 77);
    return code;
}

bool raise_loopback()
{
    ifreq request{};
    std::strcpy(request.ifr_name, "lo");
    request.ifr_flags = IFF_UP;
    const int any = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const bool raised = ::ioctl(any, SIOCSIFFLAGS, &request) == 0;
    ::close(any);
    return raised;
}

// A /proc that shows this pid namespace, and a network of this process.
bool furnish()
{
    const unsigned long how = MS_NOSUID | MS_NODEV | MS_NOEXEC;
    return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           ::mount("proc", "/proc", "proc", how, nullptr) == 0 && raise_loopback();
}

// As fork(), but the child is process 1 of namespaces of its own.  -1 if that is not
// allowed here.
pid_t fork_into_namespaces()
{
    int ready[2];
    if (::pipe2(ready, O_CLOEXEC) != 0) throw_errno("unable to make a pipe");
    const long flags = CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | SIGCHLD;
    const auto child = static_cast<pid_t>(::syscall(SYS_clone, flags, 0, 0, 0, 0));
    if (child == 0 && (!furnish() || ::write(ready[1], "", 1) != 1)) ::_exit(111);
    ::close(ready[1]);
    char byte = 0;
    const bool made = child == 0 || (child > 0 && ::read(ready[0], &byte, 1) == 1);
    ::close(ready[0]);
    if (made) return child;
    if (child > 0) ::waitpid(child, nullptr, 0);
    return -1;
}

// The outer stage forwards signals, and returns the inner one's exit code.
int wait_for_inner(pid_t inner, const sigset_t& signals)
{
    int status = 0;
    while (::waitpid(inner, &status, WNOHANG) == 0) {
        siginfo_t info;
        if (::sigwaitinfo(&signals, &info) != SIGCHLD) ::kill(inner, SIGTERM);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int stage(const options& o)
{
    const auto signals = awaited_signals();
    ::sigprocmask(SIG_BLOCK, &signals, nullptr);
    pid_t inner = o.host ? -1 : fork_into_namespaces();
    if (inner < 0) inner = ::fork();
    if (inner < 0) throw_errno("unable to fork");
    if (inner > 0) return wait_for_inner(inner, signals);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    return run(o, signals);
}

options read_options(char** argv)
{
    options o;
    for (++argv; *argv; ++argv) {
        const std::string word = *argv;
        if (word == "--host")
            o.host = true;
        else if (word == "--limit" && argv[1])
            o.limit = std::chrono::seconds{std::atoi(*++argv)};
        else
            break;
    }
    if (!*argv) throw std::runtime_error("missing command (stage [OPTION...] COMMAND)");
    o.command = argv;
    return o;
}

} // namespace

int main(int, char** argv)
try {
    return stage(read_options(argv));
} catch (const std::exception& e) {
    std::fprintf(stderr, "stage: fatal: %s\n", e.what());
    return 111;
}
