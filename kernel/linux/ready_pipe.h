// The pipe on which a service says that it is ready (readiness::fd): supervise/ready, a
// named one, so that another supervise can open what the service has already.
#pragma once

#include "kernel/linux/fd.h"

namespace foster {

// Makes the pipe of one launch in `directory`, which is supervise/; no ends, and errno,
// if it is refused.  The service's end is open for reading, too.  So the pipe has a
// reader as long as the service has its end: when supervise is killed, no write fails or
// ends the service by SIGPIPE, and no word is lost.
struct ready_pipe {
    fd reading;
    fd of_service;
};
ready_pipe make_ready_pipe(const fd& directory) noexcept;

// Opens the reading end of the last launch's pipe; none if there is no such pipe of ours.
fd reopen_ready_pipe(const fd& directory) noexcept;

} // namespace foster
