// The socket on which a service says by sd_notify(3) how it is.
#pragma once

#include <optional>

#include "kernel/linux/fd.h"
#include "kernel/linux/service_dir.h"
#include "lib/notice.h"

namespace foster {

// Opens it, and sets NOTIFY_SOCKET for every process that is spawned.  It wakes us by
// SIGIO.  Its name is abstract, so that a service of another user, which cannot enter
// supervise/, and one in another root can reach it.
//
// The kernel chooses the name, which is recorded in supervise/notify before anything is
// spawned.  The next supervise there takes the same name, and hears what this one has
// started.  `kept`: it could; any local process may take a name that is free.  Throws.
struct ear {
    fd socket{};
    bool kept = true;
};
ear listen_for_notices(service_dir& dir);

// Reads the next message; nullopt if none waits.  Its sender is the one that the kernel
// names (SCM_CREDENTIALS).  A malformed one, or one of more than 4096 bytes, says
// nothing.
std::optional<notice> next_notice(const fd& socket) noexcept;

} // namespace foster
