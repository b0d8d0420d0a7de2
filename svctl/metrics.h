// svctl metrics: what is known of services, as OpenMetrics text.  Pure text.
#pragma once

#include <span>
#include <string>

#include "svctl/view.h"

namespace foster {

std::string to_metrics(std::span<const service_view> services, stamp now);

} // namespace foster
