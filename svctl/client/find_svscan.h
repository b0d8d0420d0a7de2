// The svscan of a scan directory, found among all processes.  It holds no lock.  Its
// working directory is the scan directory, and its user is root, the user of svctl, or
// the owner of the directory.
#pragma once

#include <optional>
#include <string>

#include "kernel/linux/fd.h"
#include "lib/pid.h"

namespace foster {

struct svscan_process {
    pid who;
    fd handle; // a pidfd
};

// Returns nullopt if no svscan is visible.  Throws if there is no such directory.
std::optional<svscan_process> scanner_of(const std::string& scan_dir);

// Asks svscan to look at its directory again.  Throws.
void look_again(const svscan_process& svscan);

// Asks svscan to upgrade in place to the installed program.  Throws.
void go_on(const svscan_process& svscan);

} // namespace foster
