// Admits a group that may command a service, and users that may read its state, before
// its supervise begins: [control] of service.toml(5).
#pragma once

#include <string>

#include "kernel/linux/print_complaint.h"
#include "kernel/linux/supervise_permissions.h"

namespace foster {

// Makes supervise/ and its FIFOs, if they are missing, so that they are open to these
// users from the first moment.  Reports a refusal: then only the owner may use the
// service.
void admit(const std::string& directory, const entry& who, const complainer& complain);

} // namespace foster
