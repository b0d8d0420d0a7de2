#include "svctl/client/find_svscan.h"

#include <dirent.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <string_view>

#include "kernel/linux/children.h"
#include "kernel/linux/errors.h"
#include "kernel/linux/pidfd.h"
#include "kernel/linux/proc_namespace.h"
#include "lib/program_path.h"

namespace foster {

namespace {

// Compares the file of the program, since process 1 may have any name.
bool is_svscan(pid who)
{
    char path[4096];
    const auto length = ::readlink(path_in_proc(who, "exe").c_str(), path, sizeof path);
    if (length <= 0) return false;
    const auto program = without_deletion({path, static_cast<std::size_t>(length)});
    return program.substr(program.rfind('/') + 1) == "svscan";
}

// Returns whether the user of the process is root, the user of svctl, or the owner of
// the directory.  Any other user could run a program of that name there.
bool is_trusted(pid who, const struct stat& dir)
{
    const auto user = user_of(who);
    return user && (*user == 0 || *user == ::geteuid() || *user == dir.st_uid);
}

bool stands_in(pid who, const struct stat& dir)
{
    struct stat there {};
    return ::stat(path_in_proc(who, "cwd").c_str(), &there) == 0 &&
           there.st_dev == dir.st_dev && there.st_ino == dir.st_ino;
}

void send(const svscan_process& svscan, int signal)
{
    errno = signal_by(svscan.handle, signal);
    if (errno)
        throw_errno(("unable to signal svscan, pid " + std::to_string(svscan.who.number))
                        .c_str());
}

} // namespace

std::optional<svscan_process> scanner_of(const std::string& scan_dir)
{
    struct stat dir {};
    need(::stat(scan_dir.c_str(), &dir),
         ("unable to find the scan directory " + scan_dir +
          " (choose another with --scan-dir or SVDIR)")
             .c_str());
    std::optional<svscan_process> found;
    if (!proc_is_ours())
        throw std::runtime_error(
            "unable to look for svscan: /proc belongs to another pid namespace (mount "
            "the right one: unshare --mount-proc)");
    DIR* const all = ::opendir("/proc");
    if (!all) throw_errno("unable to list /proc");
    while (const dirent* entry = found ? nullptr : ::readdir(all)) {
        int number = 0;
        const char* const end = entry->d_name + std::strlen(entry->d_name);
        if (std::from_chars(entry->d_name, end, number).ptr != end) continue;
        const auto is_it = [&] {
            return is_svscan({number}) && stands_in({number}, dir) &&
                   is_trusted({number}, dir);
        };
        if (!is_it()) continue;
        // With the pidfd open, check again, because the pid may have been reused.
        fd handle = pidfd_of({number});
        if (handle && is_it()) found = svscan_process{{number}, std::move(handle)};
    }
    ::closedir(all);
    return found;
}

// Queues the HUP.  In a container, svscan forwards a HUP that was not queued to a
// service.
void look_again(const svscan_process& svscan)
{
    siginfo_t info{};
    info.si_signo = SIGHUP;
    info.si_code = SI_QUEUE;
    info.si_pid = ::getpid();
    info.si_uid = ::getuid();
    if (::syscall(SYS_pidfd_send_signal, svscan.handle.number(), SIGHUP, &info, 0) < 0)
        send(svscan, SIGHUP);
}

void go_on(const svscan_process& svscan)
{
    send(svscan, SIGALRM);
}

} // namespace foster
