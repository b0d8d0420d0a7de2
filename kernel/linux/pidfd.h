// A handle of a process (pidfd_open(2), Linux 5.3).  It never names another process
// with the same number.
#pragma once

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "kernel/linux/fd.h"
#include "lib/pid.h"

namespace foster {

// Returns no handle, with errno, if there is no such process (ESRCH) or no such call
// (ENOSYS).
inline fd pidfd_of(pid who) noexcept
{
    return fd{static_cast<int>(::syscall(SYS_pidfd_open, who.number, 0))};
}

// Returns whether the process is dead.
inline bool has_ended(const fd& handle) noexcept
{
    pollfd p{.fd = handle.number(), .events = POLLIN, .revents = 0};
    return ::poll(&p, 1, 0) > 0;
}

// Returns the errno of a refusal, or 0.
inline int signal_by(const fd& handle, int signal) noexcept
{
    const auto sent =
        ::syscall(SYS_pidfd_send_signal, handle.number(), signal, nullptr, 0);
    return sent < 0 ? errno : 0;
}

} // namespace foster
