// Lets a group command and read a service, before its supervise begins: [control] group
// of service.toml(5).
#pragma once

#include <string>

#include <sys/types.h>

#include "kernel/linux/complain.h"

namespace foster {

// Makes supervise/ and its FIFOs, where they are not there yet, so that they are open to
// the group from the first moment.  Where that is refused it says so, and the service is
// its owner's only.
void admit(const std::string& directory, gid_t group, const complainer& complain);

} // namespace foster
