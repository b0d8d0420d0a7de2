// killer STATE DIRECTORY PROGRAM ARGUMENT...: is process 1 of a small world.  It starts
// PROGRAM, a svscan, again whenever that dies, and kills svscan and its programs, each
// before a chosen system call.  Lines on standard input command it:
//
//   plan STEP...   adds these steps
//   start          starts PROGRAM and the plan
//   now            lets the kill that is due wait no longer
//   end            sends TERM to PROGRAM, and starts it no more unless it is killed
//   (end of file)  kills all that is left, and exits
//
// and these are the steps:
//
//   rest:MS          waits for that many milliseconds
//   kill:ROLE:N:MS   holds the first process of that role (census.h) at the N-th call
//                    that the role makes from now on, for MS milliseconds, and kills it
//                    there.  A role that makes no more calls is killed while it waits.
//   also:ROLE        kills all processes of another role in the same moment
//   fail:ROLE:N:K    refuses the N-th call that the role makes from now on, or the first
//                    one after it that a system may refuse, with the K-th errno for that
//   refuse:ROLE:E    has each change of the disk that the role makes fail with errno E
//   accept:ROLE      ends that
//   respawn:MS       has PROGRAM started again so long after its death
//
// It answers with lines on standard output:
//
//   started PID
//   killed ROLE PID N CALL         CALL is -1 for a process that waited
//   failed ROLE PID N CALL ERRNO
//   missed ROLE
//   done                           when no step is left
//   died STATUS
//   ended STATUS
//
// The programs write to DIRECTORY/log.
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <list>
#include <sstream>
#include <string>
#include <vector>

#include "kernel/linux/errors.h"
#include "t/adversary/plan_runner.h"

namespace foster::adversary {

namespace {

using clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

class world {
  public:
    world(const std::string& state, std::string directory, char** argv)
        : directory_(std::move(directory)), argv_(argv), strikes_(state, directory_)
    {
        need(::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "unable to adopt");
        sigset_t deaths;
        sigemptyset(&deaths);
        sigaddset(&deaths, SIGCHLD);
        ::sigprocmask(SIG_BLOCK, &deaths, nullptr);
        deaths_ = fd{need(::signalfd(-1, &deaths, SFD_CLOEXEC | SFD_NONBLOCK),
                          "unable to hear of deaths")};
    }

    void run();

  private:
    void start();
    void become() const;
    void wait() const;
    bool read_commands();
    void obey(const std::string& line);
    void hear();
    void reap();
    void sweep();

    std::string directory_;
    char** argv_;
    strikes strikes_;
    fd deaths_;
    std::list<seccomp::listener> listeners_; // one for each svscan whose heirs live
    std::string input_;
    pid_t program_ = 0;
    bool ending_ = false;
    std::optional<clock::time_point> start_at_;
};

void world::run()
{
    while (read_commands()) {
        hear();
        reap();
        if (start_at_ && clock::now() >= *start_at_) start();
        strikes_.go_on();
        wait();
    }
    sweep();
}

void world::start()
{
    start_at_.reset();
    listeners_.emplace_back(seccomp::filter_of_static_programs(), [this] { become(); });
    program_ = listeners_.back().who();
    tell("started " + std::to_string(program_));
}

void world::become() const
{
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    const int log = ::open((directory_ + "/log").c_str(),
                           O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(log, STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
    ::execv(argv_[0], argv_);
}

void world::wait() const
{
    std::vector<pollfd> files{{STDIN_FILENO, POLLIN, 0}, {deaths_.number(), POLLIN, 0}};
    for (const auto& l : listeners_) files.push_back({l.number(), POLLIN, 0});
    auto until = strikes_.due();
    if (start_at_) until = until ? std::min(*until, *start_at_) : *start_at_;
    int left = -1;
    if (until)
        left = static_cast<int>(
            std::chrono::ceil<milliseconds>(std::max(*until - clock::now(), {})).count());
    ::poll(files.data(), files.size(), left);
}

// False at the end of the file.
bool world::read_commands()
{
    pollfd there{STDIN_FILENO, POLLIN, 0};
    if (::poll(&there, 1, 0) <= 0) return true;
    char bytes[4096];
    const auto got = ::read(STDIN_FILENO, bytes, sizeof bytes);
    if (got <= 0) return false;
    input_.append(bytes, static_cast<std::size_t>(got));
    for (std::size_t end = 0; (end = input_.find('\n')) != input_.npos;) {
        obey(input_.substr(0, end));
        input_.erase(0, end + 1);
    }
    return true;
}

void world::obey(const std::string& line)
{
    std::istringstream words{line};
    std::string word;
    words >> word;
    if (word == "start") {
        start();
        strikes_.begin();
    } else if (word == "now") {
        strikes_.now();
    } else if (word == "end") {
        ending_ = true;
        if (program_ > 0)
            ::kill(program_, SIGTERM);
        else
            tell("ended -1");
    } else if (word == "plan") {
        while (words >> word) {
            const auto s = read_step(word);
            if (!s) throw std::runtime_error{"there is no step " + word};
            strikes_.add(*s);
        }
    } else {
        throw std::runtime_error{"there is no command " + word};
    }
}

// A call that waits is never answered: its process is killed.
void world::hear()
{
    for (auto it = listeners_.begin(); it != listeners_.end();) {
        pollfd there{it->number(), POLLIN, 0};
        while (::poll(&there, 1, 0) > 0 && (there.revents & POLLIN)) {
            const auto call = it->next();
            if (!call) continue;
            const auto answer = strikes_.asked(*call);
            if (answer.error)
                it->refuse(call->id, answer.error);
            else if (!answer.waits)
                it->let_through(call->id);
        }
        it = there.revents & POLLHUP ? listeners_.erase(it) : std::next(it);
    }
}

void world::reap()
{
    signalfd_siginfo info[8];
    while (::read(deaths_.number(), info, sizeof info) > 0) {
    }
    int status = 0;
    for (pid_t dead = 0; (dead = ::waitpid(-1, &status, WNOHANG | __WALL)) > 0;) {
        strikes_.died(dead);
        if (dead != program_) continue;
        program_ = 0;
        if (WIFSIGNALED(status)) ending_ = false; // it did not come to its end
        tell((ending_ ? "ended " : "died ") + std::to_string(status));
        if (!ending_) start_at_ = clock::now() + strikes_.respawn();
    }
}

// The children of each process that dies become ours.
void world::sweep()
{
    while (::waitpid(-1, nullptr, WNOHANG | __WALL) >= 0) {
        std::ifstream children{"/proc/thread-self/children"};
        for (pid_t child = 0; children >> child;)
            if (child > 1) ::kill(child, SIGKILL);
        hear();
        ::poll(nullptr, 0, 2);
    }
}

} // namespace

} // namespace foster::adversary

int main(int argc, char** argv)
try {
    if (argc < 4) {
        std::fputs("usage: killer STATE DIRECTORY PROGRAM ARGUMENT...\n", stderr);
        return foster::exit_permanent;
    }
    foster::adversary::world{argv[1], argv[2], argv + 3}.run();
    return 0;
} catch (const std::exception& e) {
    std::fprintf(stderr, "killer: fatal: %s\n", e.what());
    return foster::exit_temporary;
}
