// Scenes in which the parent of a process is not obvious.
#include "kernel/adoptsig/audience.h"
#include "kernel/adoptsig/cast.h"
#include "kernel/adoptsig/scenes.h"

#include <cassert>
#include <csignal>
#include <cstdio>
#include <string>
#include <thread>

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace foster::adoptsig {

namespace {

void wait_for(pid_t pid)
{
    waitpid(pid, nullptr, 0);
}

[[noreturn]] void end_thread()
{
    for (;;) syscall(SYS_exit, 0);
}

// Only this notice tells the audience of intermediate.
void be_reaped_by_its_own_parent()
{
    attend();
    play("process", [] {
        wait_for(play("intermediate", [] { play("child", linger); }));
        counted.cue();
        linger();
    });
    wait_until([] { return counted.cues() == 1; });
    follow(0, 1);
}

// The branch is as deep as the tree is.
void exit_from_the_bottom()
{
    attend();
    play("process", [] {
        wait_for(play("second", [] {
            wait_for(play("third", [] {
                wait_for(play("fourth", [] { play("child", linger); }));
                wait_until([] { return counted.notices() == 1; });
            }));
            wait_until([] { return counted.notices() == 1; });
        }));
        linger();
    });
    follow(0, 1);
}

void leave_four_children()
{
    attend();
    play("process", [] {
        for (const char* name : {"first", "second", "third", "fourth"})
            play(name, linger);
    });
    follow(1, 4);
}

void leave_it_to_a_nearer_subreaper()
{
    attend();
    play("process", [] {
        attend();
        const pid_t intermediate = play("intermediate", [] { play("child", linger); });
        siginfo_t dead{};
        waitid(P_PID, static_cast<id_t>(intermediate), &dead, WEXITED);
        const auto heard = take_notice();
        assert(heard);
        tell("process hears", *heard);
    });
    follow(1, 1);
}

void leave_a_zombie_alone()
{
    attend();
    play("process", [] {
        const pid_t zombie = play("zombie", [] {});
        siginfo_t dead{};
        waitid(P_PID, static_cast<id_t>(zombie), &dead, WEXITED | WNOWAIT);
    });
    follow(2, 1);
}

void end_a_thread()
{
    attend();
    play("process", [] {
        std::thread{[] { play("child", linger); }}.join();
        counted.cue();
        wait_until([] { return counted.cues() == 2; });
    });
    wait_until([] { return counted.cues() == 1; });
    tell_silence("its thread is gone");
    counted.cue();
    follow(1, 1);
}

bool leader_is_gone()
{
    char line[256] = "";
    const auto path = "/proc/self/task/" + std::to_string(getpid()) + "/stat";
    FILE* stat = fopen(path.c_str(), "re");
    assert(stat);
    [[maybe_unused]] const size_t size = fread(line, 1, sizeof line - 1, stat);
    fclose(stat);
    return std::string(line).find(") Z") != std::string::npos;
}

// The thread that leaves the child is not the one that gave the process its number.
void end_the_leader_first()
{
    attend();
    play("process", [] {
        std::thread{[] {
            wait_until(leader_is_gone);
            play("child", linger);
            end_thread();
        }}.detach();
        end_thread();
    });
    follow(1, 1);
}

// The audience has threads: one of them is the parent of process.
void spawn_from_a_thread()
{
    attend();
    std::thread{[] {
        play("process", [] {
            wait_for(play("intermediate", [] { play("child", linger); }));
            counted.cue();
            linger();
        });
        wait_until([] { return counted.cues() == 1; });
    }}.join();
    follow(0, 1);
}

void clone_a_sibling()
{
    attend();
    play("process", [] { play_cloned(CLONE_PARENT, "sibling", linger); });
    follow(1, 0);
    tell_silence("it was ours from its birth");
}

// It is process 1 of another namespace, and has another number there.
void leave_the_init_of_a_namespace()
{
    attend();
    play("process", [] { play_cloned(CLONE_NEWPID, "init", linger); });
    follow(1, 1);
}

void hear_in_a_namespace()
{
    const pid_t init = play_cloned(CLONE_NEWPID, "init", [] {
        clear_cast();
        attend();
        const pid_t process = play("process", [] { play("child", linger); });
        say("init is %d, process is %d", getpid(), process);
        follow(1, 1);
        counted.cue();
    });
    wait_for(init);
}

// The parent of a guest is outside: the init that adopts has no branch for it.
void hear_of_a_guest_in_a_namespace()
{
    const pid_t init = play_cloned(CLONE_NEWPID, "init", [] {
        clear_cast();
        attend();
        counted.cue();
        follow(0, 1);
    });
    wait_until([] { return counted.cues() == 1; });
    const auto path = "/proc/" + std::to_string(init) + "/ns/pid";
    [[maybe_unused]] const int entered =
        setns(open(path.c_str(), O_RDONLY | O_CLOEXEC), CLONE_NEWPID);
    assert(entered == 0);
    wait_for(play("outside", [] {
        name(getpid(), "guest");
        play("child", linger);
    }));
    wait_for(init);
}

} // namespace

const std::vector<scene>& scenes_of_lineage()
{
    static const std::vector<scene> scenes{
        {"intermediate is waited for by its own parent", be_reaped_by_its_own_parent},
        {"the orphan comes from the bottom of a deep tree", exit_from_the_bottom},
        {"process leaves four children", leave_four_children},
        {"process is a subreaper itself, and hears", leave_it_to_a_nearer_subreaper},
        {"process leaves a zombie", leave_a_zombie_alone},
        {"a thread forks, and ends before its process", end_a_thread},
        {"the leader of the threads ends first", end_the_leader_first},
        {"a thread of the audience spawned process", spawn_from_a_thread},
        {"process makes a sibling by CLONE_PARENT", clone_a_sibling},
        {"process leaves the init of a pid namespace", leave_the_init_of_a_namespace},
        {"the audience is the init of a pid namespace", hear_in_a_namespace},
        {"a guest in a pid namespace leaves a child", hear_of_a_guest_in_a_namespace},
    };
    return scenes;
}

} // namespace foster::adoptsig
