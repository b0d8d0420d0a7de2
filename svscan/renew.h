// svscan goes on as the program that is installed now, in the same process.  Its
// supervises stay its children, and the next program finds them as it finds those of a
// svscan that was killed: by their locks, with the pipes that they hold (svscan/foreign).
#pragma once

#include <sys/resource.h>

#include "kernel/linux/fd.h"

namespace foster {

// What it was started with.
struct origin {
    char* const* argv = nullptr;
    fd directory{}; // where we stood then: DIR may be a path from there
    rlimit files{}; // the limit of open files
};

// Does not return but with the errno of a refusal: then nothing has changed.
int go_on_as_installed(const origin& from) noexcept;

} // namespace foster
