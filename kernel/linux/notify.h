// The socket on which a service says by sd_notify(3) how it is.
#pragma once

#include <optional>

#include "kernel/linux/fd.h"
#include "lib/notice.h"

namespace foster {

// Opens it, and names it in NOTIFY_SOCKET for whoever is spawned.  It wakes us by SIGIO.
// Its name is abstract and chosen by the kernel: nobody can have taken it, and a service
// of another user can reach it, which cannot enter supervise/.  Throws.
fd listen_for_notices();

// Reads the next message; nullopt if none waits.  Its sender is the one that the kernel
// names (SCM_CREDENTIALS).  A malformed one, or one of more than 4096 bytes, says
// nothing.
std::optional<notice> next_notice(const fd& socket) noexcept;

} // namespace foster
