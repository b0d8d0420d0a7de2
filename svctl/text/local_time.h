// Times in the reader's time zone.
#pragma once

#include <string>

#include "lib/instant.h"

namespace foster {

// Returns "2026-11-23 07:45:12.345", by TZ or /etc/localtime.
std::string local_time(stamp when);

} // namespace foster
