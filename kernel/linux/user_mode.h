// Where a user who is not root has his services.
#pragma once

#include <string>

namespace foster {

// $XDG_RUNTIME_DIR/service.  Empty: for root, and where there is no such variable.
std::string users_scan_dir();

} // namespace foster
