// svctl why: how a service has come to where it is, and what is next, in sentences.
// Pure text, from its state and the settings that its supervise was told.
#pragma once

#include <string>
#include <vector>

#include "lib/settings.h"
#include "lib/status.h"

namespace foster {

// One sentence or two a line, without the name of the service.
std::vector<std::string> story_of(const status& s, const settings& told, stamp now);

} // namespace foster
