// svctl tree: the processes of a service, each below its parent.  Pure text.
#pragma once

#include <string>
#include <vector>

#include "svctl/text/service_view.h"

namespace foster {

struct branch {
    process one;
    std::string command;
    nanoseconds age{};
};

// The processes of a service by their kind, and the supervise above them.
struct grove {
    std::vector<branch> keeper; // one process; empty if unknown
    std::vector<branch> service;
    std::vector<branch> bystanders;
};

// Returns lines for below a heading, cut at `most` characters, or whole if that is 0.
std::string tree_of(const status& s, const grove& all, std::size_t most);

} // namespace foster
