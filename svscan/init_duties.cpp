#include "svscan/init_duties.h"

#include <sys/ioctl.h>
#include <sys/reboot.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <vector>

#include "kernel/linux/children.h"
#include "kernel/linux/program_paths.h"
#include "kernel/linux/supervise_permissions.h"
#include "lib/file_access.h"

namespace foster {

namespace {

bool process_one() noexcept
{
    return ::getpid() == 1;
}

int call_of(last_word w)
{
    switch (w) {
    case last_word::exit:
    case last_word::reboot: return RB_AUTOBOOT;
    case last_word::halt: return RB_HALT_SYSTEM;
    case last_word::power_off: return RB_POWER_OFF;
    }
    return RB_AUTOBOOT;
}

void become_crash() noexcept
{
    char name[] = "crash";
    char* argv[] = {name, nullptr};
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::execve(crash_hook, argv, environ);
}

// The same check as in svscan/safety_check, without allocating memory.
bool only_some_may_change_crash() noexcept
{
    for (const auto* path : {".", ".svscan", crash_hook})
        if (const auto it = door_of(path);
            it && who_may_change(*it, {}) == stranger::everybody)
            return false;
    return true;
}

} // namespace

station station_of(bool container) noexcept
{
    if (container) return station::container;
    return process_one() ? station::machine : station::plain;
}

void take_charge(station at) noexcept
{
    // If svscan ignored TERM, nothing could end it properly.
    std::signal(SIGTERM, SIG_DFL);
    if (at == station::plain) return;
    // A signal that the starter ignores must still end the first program.
    for (const auto& s : end_signals) std::signal(s.number, SIG_DFL);
    if (!process_one()) return;
    // The kernel gives process 1 no PATH, and shells do not export their default.
    ::setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 0);
    // Makes ctrl-alt-del an INT for svscan instead of an immediate reboot.  A refusal
    // does no harm.
    if (at == station::machine) ::reboot(RB_DISABLE_CAD);
}

// The kernel then sends HUP to svscan's process group, where HUP has another meaning:
// disassociate_ctty(), drivers/tty/tty_jobctrl.c.
void let_go_of_terminal() noexcept
{
    if (::getsid(0) != ::getpid() || ::tcgetsid(STDIN_FILENO) != ::getpid()) return;
    auto* const before = std::signal(SIGHUP, SIG_IGN);
    ::ioctl(STDIN_FILENO, TIOCNOTTY);
    std::signal(SIGHUP, before);
}

void end_everybody(int signal) noexcept
{
    if (process_one()) {
        ::kill(-1, signal);
        if (signal != SIGKILL) ::kill(-1, SIGCONT); // a stopped process cannot obey
        return;
    }
    try {
        std::vector<child> ours;
        list_children(ours, {});
        for (const auto& c : ours) {
            ::kill(c.who.number, signal); // not yet reaped, so the pid is its own
            if (signal != SIGKILL) ::kill(c.who.number, SIGCONT);
        }
    } catch (const std::bad_alloc&) { // svscan tries again
    }
}

// In a pid namespace reboot(2) ends process 1 in a way that its parent can see:
// reboot_pid_ns(), kernel/pid_namespace.c.
void leave_machine(last_word with, const complainer& complain) noexcept
{
    ::sync();
    ::reboot(call_of(with));
    complain.warning("unable to reboot, halt or power off", errno);
}

void crash(const complainer& complain) noexcept
{
    become_crash();
    if (errno != ENOENT && errno != ENOTDIR)
        complain.warning("unable to run .svscan/crash", errno);
}

void crash_on_terminate(bool anyway) noexcept
{
    if (anyway)
        std::set_terminate([] {
            become_crash();
            std::abort();
        });
    else
        std::set_terminate([] {
            if (only_some_may_change_crash()) become_crash();
            std::abort();
        });
}

bool has_proc() noexcept
{
    return ::access(own_file, F_OK) == 0;
}

} // namespace foster
