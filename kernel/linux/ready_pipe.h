// The pipe on which a service reports that it is ready (readiness::fd).  It is the FIFO
// supervise/ready, so that a later supervise can open the pipe that the service has.
#pragma once

#include "kernel/linux/fd.h"

namespace foster {

// Makes the pipe of one launch in `directory`, which is supervise/.  Returns no ends,
// with errno, on a refusal.  The end of the service is open for reading, too.  So the
// pipe has a reader as long as the service has its end.  If supervise is killed, no
// write of the service fails or kills it by SIGPIPE, and no text is lost.
struct ready_pipe {
    fd reading;
    fd of_service;
};
ready_pipe make_ready_pipe(const fd& directory) noexcept;

// Opens the reading end of the last launch's pipe; none if there is no such pipe of
// ours.
fd reopen_ready_pipe(const fd& directory) noexcept;

} // namespace foster
