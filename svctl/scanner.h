// The svscan of a scan directory, found among all processes: it holds no lock, but stands
// in the directory, and is root's, our user's, or that of the directory's owner.
#pragma once

#include <optional>
#include <string>

#include "kernel/linux/fd.h"
#include "lib/pid.h"

namespace foster {

struct scanner {
    pid who;
    fd handle; // a pidfd
};

// Nothing: none is to be seen.  Throws where there is no such directory.
std::optional<scanner> scanner_of(const std::string& scan_dir);

// Has it look at its directory again.  Throws.
void look_again(const scanner& svscan);

// Has it go on as the program that is installed now.  Throws.
void go_on(const scanner& svscan);

} // namespace foster
