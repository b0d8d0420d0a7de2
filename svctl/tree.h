// svctl tree: the processes of a service, each below its parent.  Pure text.
#pragma once

#include <string>
#include <vector>

#include "svctl/view.h"

namespace foster {

struct branch {
    process one;
    std::string command;
    nanoseconds age{};
};

// Those of a service by what they are, and the supervise that they are below.
struct grove {
    std::vector<branch> keeper; // one, or none: it is not to be known
    std::vector<branch> service;
    std::vector<branch> bystanders;
};

// Lines below a heading; cut at `most` characters, 0: never.
std::string tree_of(const status& s, const grove& all, std::size_t most);

} // namespace foster
