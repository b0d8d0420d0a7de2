// The socket on which a service sends notices by sd_notify(3).
#pragma once

#include <optional>

#include "kernel/linux/fd.h"
#include "kernel/linux/supervise_dir.h"
#include "lib/sd_notice.h"

namespace foster {

// Opens the socket, and sets NOTIFY_SOCKET for each process that is spawned.  Notices
// wake supervise by SIGIO.  The name of the socket is abstract, so that a service of
// another user, which cannot enter supervise/, and one in another root can reach it.
//
// The kernel chooses the name.  It is recorded in supervise/notify before a process is
// spawned.  The next supervise there takes the same name, and reads notices of
// processes that this one has started.  `kept`: it could take the name; any local
// process may take a free name.  Throws.
struct ear {
    fd socket{};
    bool kept = true;
};
ear listen_for_notices(service_dir& dir);

// Reads the next message; nullopt if none waits.  The kernel names its sender
// (SCM_CREDENTIALS).  A malformed message, or one of more than 4096 bytes, gives an
// empty notice.
std::optional<notice> next_notice(const fd& socket) noexcept;

} // namespace foster
