// An inotify(7) instance and its events.
#pragma once

#include <sys/inotify.h>
#include <unistd.h>

#include "kernel/linux/errors.h"
#include "kernel/linux/fd.h"

namespace foster {

// Throws.
inline fd make_inotify()
{
    return fd{need(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK),
                   "unable to create an inotify instance (raise "
                   "/proc/sys/fs/inotify/max_user_instances)")};
}

// Calls `hear` with each waiting event, in order.
template<class Hear>
void hear_events(const fd& inotify, const Hear& hear)
{
    alignas(inotify_event) char bytes[8192];
    ssize_t got = 0;
    while ((got = ::read(inotify.number(), bytes, sizeof bytes)) > 0)
        for (const char* at = bytes; at < bytes + got;) {
            const auto& e = *reinterpret_cast<const inotify_event*>(at);
            hear(e);
            at += sizeof e + e.len;
        }
}

} // namespace foster
