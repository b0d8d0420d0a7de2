// A look at services: their states, and the processes where they are asked for.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "svctl/names.h"
#include "svctl/options.h"
#include "svctl/processes.h"
#include "svctl/view.h"

namespace foster {

struct seen {
    service_view view;
    pid keeper{}; // where they were asked for, as are these
    std::vector<process> processes{};
    service_name who{};
};

struct looked {
    std::vector<seen> all;
    int code = 0; // svctl's, of the worst
};

// At all that the operands mean.  Of whom nothing can be told is said why, and they are
// not among these.  Throws.
looked look_at_all(const svctl_options& asked, bool processes);

struct views {
    std::vector<service_view> all;
    int code = 0;
};
views views_of(looked&& l);

// The same by the states alone, where no processes are asked for.
views views_of(const svctl_options& asked, bool processes);

// Each of a scan directory, in the order of their names, by its state alone; gives the
// worst code.
int glance_at_all(const std::string& scan,
                  const std::function<void(service_view&&)>& take);

} // namespace foster
