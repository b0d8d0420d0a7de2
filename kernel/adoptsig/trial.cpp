// The only program of a machine with the adoption signal.  It plays the scenes that the
// kernel's command line names (2008, lineage, signals, signal=TREES, wait=TREES), and
// turns the machine off.
#include "kernel/adoptsig/audience.h"
#include "kernel/adoptsig/cast.h"
#include "kernel/adoptsig/order.h"
#include "kernel/adoptsig/scenes.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace foster::adoptsig;

namespace {

// In seconds.  It is far more than any scene takes, even if the machine is emulated on
// a busy host.
constexpr unsigned scene_limit = 60;

void end_the_cast()
{
    kill(-1, SIGKILL);
    while (waitpid(-1, nullptr, 0) > 0 || errno == EINTR) {
    }
}

template<class Play>
void stage(const char* title, unsigned limit, Play scene)
{
    say("%s", title);
    clear_cast();
    const pid_t audience = play_unnamed([limit, scene] {
        setsid();
        alarm(limit);
        scene();
    });
    int status = 0;
    while (waitpid(audience, &status, 0) < 0) {
    }
    if (WIFSIGNALED(status)) say("the scene was ended by signal %d", WTERMSIG(status));
    if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
        say("the scene failed with %d", WEXITSTATUS(status));
    end_the_cast();
}

void play_all(const std::vector<scene>& scenes)
{
    for (const auto& one : scenes) {
        stage(one.title, scene_limit, one.play);
        say("-");
    }
}

// The kernel's own test prints by itself.  An exit code other than 0 is printed here.
void play_signals()
{
    play_all(scenes_of_signals());
    stage("the kernel's selftest", scene_limit, [] {
        execl("/adoptsig-test", "adoptsig-test", nullptr);
        say("unable to execute /adoptsig-test: %s", strerror(errno));
    });
}

void play_order(int trees, by how)
{
    stage("order", 14 * scene_limit, [trees, how] {
        const char* by = how == by::signal ? "signal" : "wait";
        const int late = find_late_notice(trees, how);
        if (late == 0)
            say("%d trees heard by %s: no notice was late", trees, by);
        else
            say("heard by %s: a notice of tree %d was late", by, late);
    });
}

void perform(const char* what)
{
    if (asked_for() < 0)
        say("no adoption signal: %s", strerror(-asked_for()));
    else if (!strcmp(what, "2008"))
        play_all(scenes_of_2008());
    else if (!strcmp(what, "lineage"))
        play_all(scenes_of_lineage());
    else if (!strcmp(what, "signals"))
        play_signals();
    else if (!strncmp(what, "signal=", 7))
        play_order(atoi(what + 7), by::signal);
    else if (!strncmp(what, "wait=", 5))
        play_order(atoi(what + 5), by::wait);
}

} // namespace

int main(int count, char** words)
{
    if (count == 3 && !strcmp(words[1], "tell")) {
        say("%s: %s", words[2], asked_for() == adopt_signal() ? "yes" : "no");
        return 0;
    }
    mkdir("/proc", 0755);
    mount("none", "/proc", "proc", 0, nullptr);
    for (int i = 1; i < count; i++) perform(words[i]);
    say("end");
    sync();
    reboot(RB_AUTOBOOT);
}
