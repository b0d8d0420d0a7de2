// judge [OPTION...] PROGRAMS: the second judge of t/stories.h.  It plays each story
// with the supervise and the actor of that directory, under this kernel, and asks the
// model whether the published statuses are those of one of its runs.  A run that the
// model does not contain is a deviation: the judge prints it line by line and exits 1.
// If nothing can be judged here, without seccomp's user notification or /proc, it
// prints that and exits 77.
//
//   --runs N      number of runs in all [one of each story]
//   --story NAME  only this story
//   --seed S      the first run has this seed, the next S + 1 ... [1]
//   --jobs J      number of runs at a time [4]
//   --noise K     number of busy loops beside them [0]
//   --show 1      print each run
//
// Ten thousand in a row:
//   nice build/release/bin/judge --runs 10000 --jobs 12 --noise 2 build/release/bin
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "kernel/linux/errors.h"
#include "t/judge/call_gate.h"
#include "t/judge/follower.h"
#include "t/judge/played_run.h"
#include "t/judge/processes.h"

namespace {

using namespace foster;
using namespace foster::judge;

constexpr int exit_skipped = 77; // known to ctest

struct options {
    unsigned long runs = 0;
    std::string story;
    unsigned long seed = 1;
    unsigned long jobs = 4;
    unsigned long noise = 0;
    unsigned long show = 0;
    std::string programs;
};

options read_options(int argc, char** argv)
{
    options o;
    const std::map<std::string, unsigned long*> numbers{{"--runs", &o.runs},
                                                        {"--seed", &o.seed},
                                                        {"--jobs", &o.jobs},
                                                        {"--noise", &o.noise},
                                                        {"--show", &o.show}};
    int i = 1;
    for (; i + 2 < argc; i += 2) {
        if (const auto found = numbers.find(argv[i]); found != numbers.end())
            *found->second = std::stoul(argv[i + 1]);
        else if (std::string{"--story"} == argv[i])
            o.story = argv[i + 1];
        else
            break;
    }
    if (i + 1 != argc || o.jobs == 0)
        throw permanent_error("usage: judge [--runs N] [--story NAME] [--seed S] "
                              "[--jobs J] [--noise K] PROGRAMS");
    o.programs = argv[i];
    if (!o.programs.starts_with('/')) {
        char* whole = ::realpath(argv[i], nullptr);
        if (!whole) throw_errno("unable to find the programs");
        o.programs = whole;
        std::free(whole);
    }
    return o;
}

// Returns what is missing here; empty if nothing is.
std::string hindrance()
{
    if (const int error = gate::hindrance())
        return std::string{"no seccomp user notification here (Linux 5.5): "} +
               std::strerror(error);
    return tells_enough() ? "" : "no /proc/PID/syscall or no children file in /proc here";
}

// Returns whether processes may log in here (CONFIG_AUDIT, CAP_AUDIT_CONTROL); a child
// tries.
bool logins_work()
{
    const pid_t child = ::fork();
    if (child == 0) {
        FILE* file = std::fopen("/proc/self/loginuid", "w");
        ::_exit(file && std::fputs("7", file) >= 0 && std::fclose(file) == 0 ? 0 : 1);
    }
    int status = 1;
    ::waitpid(child, &status, 0);
    return status == 0;
}

std::vector<const story*> chosen(const std::string& name)
{
    const bool logins = logins_work();
    std::vector<const story*> all;
    for (const auto& s : stories) {
        if (!name.empty() && s.name != name) continue;
        if (!s.finish.empty() || s.control[0].letter || s.ready != readiness::settled)
            continue; // t/live tests those
        if (logins || s.run.find("login:") == s.run.npos)
            all.push_back(&s);
        else
            std::printf("skipped, nobody can log in here: %s\n", s.name.data());
    }
    if (all.empty()) throw permanent_error("there is no such story: " + name);
    return all;
}

enum class judgement { contained, deviation, undecided };

// Plays and judges one run.  Prints what deviates, and in the `last` attempt also a run
// whose search has found no answer.
judgement live_and_judge(const story& s, unsigned long seed, const options& o, bool last)
{
    std::string wrong;
    std::string log;
    account seen;
    ruling r;
    try {
        performance live{s, o.programs, seed};
        try {
            live.play();
        } catch (const std::exception& e) {
            wrong = e.what();
        }
        seen = live.seen();
        log = live.log();
    } catch (const std::exception& e) {
        wrong = e.what();
    }
    if (wrong.empty()) {
        r = follower{s, settings_of(s), seen}.rule();
        if (o.show)
            std::printf("%s\n%suntimely: %d, tried: %llu\n\n", s.name.data(),
                        to_text(seen).c_str(), r.untimely,
                        static_cast<unsigned long long>(r.tried));
        if (o.show) std::fflush(stdout);
        if (r.contained) return judgement::contained;
        if (!r.exhausted && !last) return judgement::undecided;
        wrong = "the model does not contain this life";
        if (!r.exhausted) wrong = "the model was not searched to its end";
    }
    std::string text = "DEVIATION: " + wrong + "\nstory: " + std::string{s.name} +
                       "\nrun: " + std::string{s.run} + "\nthen: " + std::string{s.then} +
                       "\nhappens: " + std::string{s.happens} + '\n' + to_text(seen);
    if (!r.instead.empty()) text += "after " + std::to_string(r.reached) + " instead:\n";
    for (const auto& other : r.instead) text += "  " + other + '\n';
    text += "noted:\n" + log + "again: judge --story '" + std::string{s.name} +
            "' --seed " + std::to_string(seed) + " --noise " + std::to_string(o.noise) +
            " PROGRAMS\n";
    std::fputs(text.c_str(), stderr);
    return judgement::deviation;
}

// On a crowded machine so much comes late that the search of a run ends without an
// answer, which proves nothing: the story is played again.
bool contains_one(const story& s, unsigned long seed, const options& o)
{
    constexpr int attempts = 3;
    auto result = judgement::undecided;
    for (int i = 1; i <= attempts && result == judgement::undecided; ++i)
        result = live_and_judge(s, seed, o, i == attempts);
    return result == judgement::contained;
}

// Returns whether the judge must end.  It looks between two runs, so that no process is
// left.
bool dismissed()
{
    sigset_t waiting;
    ::sigpending(&waiting);
    return sigismember(&waiting, SIGTERM) || sigismember(&waiting, SIGINT);
}

// Plays one run after another, and writes a byte for each.
[[noreturn]] void work(const std::vector<const story*>& all, const options& o,
                       unsigned long first, int tell)
{
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    sigset_t later;
    sigemptyset(&later);
    for (const int s : {SIGTERM, SIGINT}) sigaddset(&later, s);
    ::sigprocmask(SIG_BLOCK, &later, nullptr);
    for (auto i = first; i < o.runs && !dismissed(); i += o.jobs) {
        const bool good = contains_one(*all[i % all.size()], o.seed + i, o);
        const char byte = good ? '.' : '!';
        if (::write(tell, &byte, 1) != 1 || !good) ::_exit(1);
    }
    ::_exit(0);
}

// Runs a busy loop, which yields the processor now and then.
[[noreturn]] void make_noise()
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    volatile unsigned long spin = 0;
    for (;;) {
        spin = spin + 1;
        if (spin % (1UL << 24) == 0) ::sched_yield();
    }
}

template<class Body>
pid_t start(Body body)
{
    const pid_t child = ::fork();
    if (child < 0) throw_errno("unable to fork");
    if (child == 0) body();
    return child;
}

// Returns the number of good runs before the first deviation, or of all runs.
unsigned long hear(int from, bool& deviated)
{
    unsigned long good = 0;
    for (char byte = 0; !deviated && ::read(from, &byte, 1) == 1;) {
        deviated = byte != '.';
        if (!deviated && ++good % 500 == 0) {
            std::printf("%lu lives\n", good);
            std::fflush(stdout);
        }
    }
    return good;
}

int judge_all(options o)
{
    const auto all = chosen(o.story);
    if (o.runs == 0) o.runs = all.size();
    o.jobs = std::min(o.jobs, o.runs);
    const auto begun = std::chrono::steady_clock::now();
    std::fflush(stdout);
    std::vector<pid_t> children;
    for (unsigned long i = 0; i < o.noise; ++i)
        children.push_back(start([] { make_noise(); }));
    int ends[2]; // the loops have no end of it, so the last worker closes it
    need(::pipe(ends), "unable to make a pipe");
    for (unsigned long i = 0; i < o.jobs; ++i)
        children.push_back(start([&] { work(all, o, i, ends[1]); }));
    ::close(ends[1]);
    bool deviated = false;
    const auto good = hear(ends[0], deviated);
    for (const pid_t child : children) ::kill(child, SIGTERM);
    for (const pid_t child : children) ::waitpid(child, nullptr, 0);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    std::printf("%lu of %lu lives of %zu stories without a deviation, %.0f s\n", good,
                o.runs, all.size(), took.count());
    return good == o.runs ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
try {
    const auto o = read_options(argc, argv);
    if (const auto missing = hindrance(); !missing.empty()) {
        std::printf("skipped: %s\n", missing.c_str());
        return exit_skipped;
    }
    return judge_all(o);
} catch (const permanent_error& e) {
    std::fprintf(stderr, "judge: fatal: %s\n", e.what());
    return exit_permanent;
} catch (const std::exception& e) {
    std::fprintf(stderr, "judge: fatal: %s\n", e.what());
    return exit_temporary;
}
