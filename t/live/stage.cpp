// stage SCRIPT: runs one live story.  It gives the story a scratch directory to stand in,
// and, as the reaper of all its descendants' orphans, sees to it that the story leaves
// nobody behind: whoever is left is named, killed, and is the story's failure.
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

// So long may whoever is on the way out take for it.
constexpr auto grace = 2s;

[[noreturn]] void throw_errno(const char* what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

sigset_t heard()
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

pid_t start(char** argv, const sigset_t& held)
{
    const pid_t script = ::fork();
    if (script < 0) throw_errno("unable to fork");
    if (script > 0) return script;
    ::sigprocmask(SIG_UNBLOCK, &held, nullptr);
    ::execvp(argv[0], argv);
    std::perror("stage: unable to run the story");
    ::_exit(111);
}

// Reaps until `script` is dead, or nobody is left; then its code.  Told to end, it kills
// the script, and with that ends what the script began.
int wait_for_script(pid_t script, const sigset_t& held)
{
    for (;;) {
        int status = 0;
        pid_t dead = 0;
        while ((dead = ::waitpid(-1, &status, WNOHANG | __WALL)) > 0)
            if (dead == script)
                return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        if (::sigwaitinfo(&held, nullptr) != SIGCHLD) ::kill(script, SIGKILL);
    }
}

// True: nobody is left.  Adoption raises no signal, so it looks every 10 ms.
bool alone_within(clock::duration patience, const sigset_t& held)
{
    const auto deadline = clock::now() + patience;
    for (;;) {
        pid_t dead = 0;
        while ((dead = ::waitpid(-1, nullptr, WNOHANG | __WALL)) > 0) {
        }
        if (dead < 0 && errno == ECHILD) return true;
        if (clock::now() > deadline) return false;
        const timespec moment{.tv_sec = 0, .tv_nsec = 10'000'000};
        ::sigtimedwait(&held, nullptr, &moment);
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
        pid_t who = 0;
        if (std::from_chars(name.data(), name.data() + name.size(), who).ec !=
            std::errc{})
            continue;
        const auto stat = read_file(entry.path() / "stat");
        const auto after_name = stat.rfind(')'); // then: space, state, space, parent
        if (after_name == stat.npos || stat.size() < after_name + 5) continue;
        if (std::atoi(stat.c_str() + after_name + 4) == ::getpid()) all.push_back(who);
    }
    return all;
}

void show(pid_t who)
{
    auto words = read_file("/proc/" + std::to_string(who) + "/cmdline");
    for (auto& c : words)
        if (c == '\0') c = ' ';
    std::fprintf(stderr, "stage: left behind: %d %s\n", who, words.c_str());
}

// Who dies leaves us its children, so it goes on until there are none.
void end_everybody(const sigset_t& held)
{
    do
        for (const pid_t who : children()) ::kill(who, SIGKILL);
    while (!alone_within(20ms, held));
}

int run(char** argv)
{
    const auto held = heard();
    ::sigprocmask(SIG_BLOCK, &held, nullptr);
    ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    const auto scratch = make_scratch();
    int code = wait_for_script(start(argv, held), held);
    if (!alone_within(code == 0 ? grace : 0s, held)) {
        if (code == 0) {
            for (const pid_t who : children()) show(who);
            code = 1;
        }
        end_everybody(held);
    }
    std::filesystem::current_path("/");
    std::filesystem::remove_all(scratch);
    return code;
}

} // namespace

int main(int argc, char** argv)
try {
    if (argc < 2) throw std::runtime_error("unable to tell what to run: stage SCRIPT");
    return run(argv + 1);
} catch (const std::exception& e) {
    std::fprintf(stderr, "stage: %s\n", e.what());
    return 111;
}
