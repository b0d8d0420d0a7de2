// Where services are looked for if no scan directory is named.
#pragma once

#include <string>

namespace foster {

// $XDG_RUNTIME_DIR/service.  Empty: for root, and where there is no such variable.
std::string users_scan_dir();

// The first of /service, /etc/service and /var/service that is a directory; /service if
// none is.
std::string system_scan_dir();

// For clients: $SVDIR, users_scan_dir() if it is a directory, the directory of
// process 1 if that is svscan, or system_scan_dir().
std::string default_scan_dir();

} // namespace foster
