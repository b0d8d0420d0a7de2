// Lets a group command a service, and others read what is known of it, before its
// supervise begins: [control] of service.toml(5).
#pragma once

#include <string>

#include "kernel/linux/complain.h"
#include "kernel/linux/permissions.h"

namespace foster {

// Makes supervise/ and its FIFOs, where they are not there yet, so that they are open to
// them from the first moment.  Where that is refused it says so, and the service is its
// owner's only.
void admit(const std::string& directory, const entry& who, const complainer& complain);

} // namespace foster
