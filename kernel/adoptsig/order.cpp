// A tree of processes dies on one processor, while the other looks without a pause.
#include "kernel/adoptsig/order.h"

#include "kernel/adoptsig/audience.h"
#include "kernel/adoptsig/cast.h"

#include <cassert>
#include <csignal>
#include <ctime>
#include <vector>

#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

namespace foster::adoptsig {

namespace {

void run_on(int processor)
{
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(processor, &one);
    [[maybe_unused]] const int error = sched_setaffinity(0, sizeof one, &one);
    assert(error == 0);
}

pid_t start_tree(int orphans)
{
    return play_unnamed([orphans] {
        run_on(1);
        for (int i = 0; i < orphans; i++) play_unnamed(linger);
    });
}

void hear_by_signal(pid_t process)
{
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, SIGCHLD);
    const timespec at_once{};
    siginfo_t info{};
    do info.si_pid = 0;
    while (sigtimedwait(&one, &info, &at_once) < 0 || info.si_pid != process);
}

void hear_by_wait(pid_t process)
{
    siginfo_t info{};
    do info.si_pid = 0;
    while (
        waitid(P_PID, static_cast<id_t>(process), &info, WEXITED | WNOHANG | WNOWAIT) ||
        info.si_pid == 0);
}

// Reaps the orphans, so that the SIGCHLD of the next tree does not merge into theirs.
void bury(const std::vector<pid_t>& orphans)
{
    for (const pid_t pid : orphans) {
        kill(pid, SIGKILL);
        waitpid(pid, nullptr, 0);
    }
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, SIGCHLD);
    const timespec at_once{};
    while (sigtimedwait(&one, nullptr, &at_once) == SIGCHLD) {
    }
}

} // namespace

int find_late_notice(int trees, by how)
{
    attend();
    run_on(0);
    for (int tree = 1; tree <= trees; tree++) {
        const int orphans = 1 + tree % 4;
        const pid_t process = start_tree(orphans);
        switch (how) {
        case by::signal: hear_by_signal(process); break;
        case by::wait: hear_by_wait(process); break;
        }
        std::vector<pid_t> left;
        while (const auto heard = take_notice())
            if (heard->code == si_adopted && heard->parent == process)
                left.push_back(heard->adopted);
        waitpid(process, nullptr, 0);
        if (static_cast<int>(left.size()) < orphans) return tree;
        bury(left);
    }
    return 0;
}

} // namespace foster::adoptsig
