#include "t/adversary/possible_errnos.h"

#include <fcntl.h>
#include <sys/syscall.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <iterator>
#include <span>
#include <string>

namespace foster::adversary {

namespace {

constexpr int makes_file[] = {
    SYS_mkdirat,   SYS_mknodat,   SYS_renameat, SYS_renameat2, SYS_unlinkat,
    SYS_symlinkat, SYS_ftruncate, SYS_fsync,
#ifdef SYS_mkdir
    SYS_mkdir,     SYS_mknod,     SYS_rename,   SYS_unlink,    SYS_symlink,
#endif
};

constexpr int makes_descriptor[] = {
    SYS_socket,       SYS_pipe2,      SYS_epoll_create1, SYS_timerfd_create,
    SYS_signalfd4,    SYS_eventfd2,   SYS_inotify_init1, SYS_dup,
    SYS_dup3,         SYS_pidfd_open,
#ifdef SYS_open
    SYS_epoll_create, SYS_pipe,
#endif
};

constexpr int makes_process[] = {
    SYS_clone,
    SYS_clone3,
#ifdef SYS_vfork
    SYS_fork,
    SYS_vfork,
#endif
};

constexpr int looks[] = {
    SYS_newfstatat, SYS_statx, SYS_readlinkat, SYS_getdents64, SYS_fchmodat, SYS_fchownat,
#ifdef SYS_stat
    SYS_stat,       SYS_lstat, SYS_readlink,   SYS_chmod,      SYS_chown,
#endif
};

bool is_among(int call, std::span<const int> calls)
{
    return std::ranges::find(calls, call) != calls.end();
}

bool is_of_file(const seccomp::asked& call)
{
    std::error_code none;
    return std::filesystem::is_regular_file("/proc/" + std::to_string(call.who) + "/fd/" +
                                                std::to_string(call.arguments[0]),
                                            none);
}

bool opens(const seccomp::asked& call)
{
#ifdef SYS_open
    if (call.call == SYS_open) return true;
#endif
    return call.call == SYS_openat;
}

std::uint64_t flags_of_open(const seccomp::asked& call)
{
    return call.arguments[call.call == SYS_openat ? 2 : 1];
}

} // namespace

bool changes_disk(const seccomp::asked& call)
{
    if (opens(call)) return (flags_of_open(call) & (O_CREAT | O_TRUNC)) != 0;
    return is_among(call.call, makes_file) ||
           (call.call == SYS_write && is_of_file(call));
}

std::vector<int> refusals_of(const seccomp::asked& call)
{
    if (opens(call)) return {EMFILE, ENFILE, ENOMEM, EIO};
    if (is_among(call.call, makes_file)) return {ENOSPC, EIO, EROFS, EDQUOT};
    if (is_among(call.call, makes_descriptor)) return {EMFILE, ENFILE, ENOMEM};
    if (is_among(call.call, makes_process)) return {EAGAIN, ENOMEM};
    if (is_among(call.call, looks)) return {EIO, ENOMEM};
    switch (call.call) {
    case SYS_read:
        return is_of_file(call) ? std::vector{EIO, ENOMEM} : std::vector<int>{};
    case SYS_write:
        return is_of_file(call) ? std::vector{ENOSPC, EIO} : std::vector<int>{};
    case SYS_execve: return {ENOMEM, ENFILE, EIO};
    case SYS_inotify_add_watch: return {ENOSPC, ENOMEM};
    case SYS_epoll_ctl: return {ENOMEM, ENOSPC};
    case SYS_fcntl:
        return call.arguments[1] == F_SETLK ? std::vector{ENOLCK} : std::vector<int>{};
    case SYS_flock: return {ENOLCK};
    case SYS_bind: return {ENOMEM, EADDRINUSE};
    case SYS_sendto: return {ENOBUFS, ENOMEM};
    case SYS_sendmsg: return {ENOBUFS, ENOMEM};
    case SYS_recvmsg: return {ENOMEM};
    case SYS_mmap: return {ENOMEM};
    default: return {};
    }
}

} // namespace foster::adversary
