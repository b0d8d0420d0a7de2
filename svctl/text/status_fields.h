// svctl status -o: chosen fields of services, for programs.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "svctl/text/service_view.h"

namespace foster {

struct field_row {
    std::string_view name;
    bool of_processes; // needs a look at each process
    std::string (*of)(const service_view& v, const status& s, stamp now);
};

// Returns the fields of "name,main,memory".  Adds a warning for each old name.  Throws
// usage_error.
std::vector<const field_row*> read_fields(const std::string& list,
                                          std::vector<std::string>& warnings);

// Returns a line for each service, with tabs between the fields and - for missing
// values.
std::string to_lines(std::span<const service_view> services,
                     const std::vector<const field_row*>& fields, stamp now);

// Returns the names of all fields, with commas.
std::string known_fields();

} // namespace foster
