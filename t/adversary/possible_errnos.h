// How a system may refuse a call.
#pragma once

#include <vector>

#include "t/seccomp/listener.h"

namespace foster::adversary {

// The call would change what is on a disk.
bool changes_disk(const seccomp::asked& call);

// The errnos by which a sound system that is short of something may refuse it.
std::vector<int> refusals_of(const seccomp::asked& call);

} // namespace foster::adversary
