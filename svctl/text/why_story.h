// svctl why: the past, the present state and the next steps of a service, in sentences.
// Pure text, from its state and the settings of its supervise.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/last_complaint.h"
#include "lib/settings.h"
#include "lib/status.h"

namespace foster {

// Returns lines of one or two sentences, without the name of the service.
std::vector<std::string> story_of(const status& s, const settings& told, stamp now,
                                  const std::optional<complaint>& last = std::nullopt);

} // namespace foster
