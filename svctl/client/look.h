// Looks at services: reads their states and, on request, their processes.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "svctl/client/service_names.h"
#include "svctl/options.h"
#include "svctl/text/process_facts.h"
#include "svctl/text/service_view.h"

namespace foster {

struct seen {
    service_view view;
    pid keeper{}; // if processes were requested, as the next
    std::vector<process> processes{};
    service_name who{};
};

struct looked {
    std::vector<seen> all;
    int code = 0; // exit code for the worst state
};

// Looks at all services that the operands mean.  A service whose state cannot be read
// is reported on standard error and left out.  Throws.
looked look_at_all(const svctl_options& asked, bool processes);

struct views {
    std::vector<service_view> all;
    int code = 0;
};
views views_of(looked&& l);

// Looks at the services; without `processes` it reads only the states.
views views_of(const svctl_options& asked, bool processes);

// Passes each service of a scan directory to `take`, in the order of names, by its
// state alone.  Returns the worst exit code.
int glance_at_all(const std::string& scan,
                  const std::function<void(service_view&&)>& take);

} // namespace foster
