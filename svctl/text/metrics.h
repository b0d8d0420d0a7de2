// svctl metrics: facts about services, for monitoring.  Pure text.
#pragma once

#include <span>
#include <string>

#include "svctl/text/service_view.h"

namespace foster {

enum class exposition : unsigned char {
    open_metrics, // OpenMetrics 1.0
    prometheus    // Prometheus' text format 0.0.4, for a node exporter
};

std::string to_metrics(std::span<const service_view> services, stamp now, exposition as);

} // namespace foster
