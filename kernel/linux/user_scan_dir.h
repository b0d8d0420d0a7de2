// Finds the scan directory if none is named.
#pragma once

#include <string>

namespace foster {

// Returns $XDG_RUNTIME_DIR/service; empty for root, or without that variable.
std::string users_scan_dir();

// Returns the first directory of /service, /etc/service and /var/service; /service if
// none is there.
std::string system_scan_dir();

// Returns the scan directory for clients: $SVDIR, users_scan_dir() if it is a
// directory, the directory of process 1 if that is svscan, or system_scan_dir().
std::string default_scan_dir();

} // namespace foster
