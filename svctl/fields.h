// svctl status -o: what programs ask of services, one field after the other.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "svctl/view.h"

namespace foster {

struct field_row {
    std::string_view name;
    bool of_processes; // needs a look at each process
    std::string (*of)(const service_view& v, const status& s, stamp now);
};

// The fields of "name,main,memory".  Throws usage_error.
std::vector<const field_row*> read_fields(const std::string& list);

// A line for each service: the fields with tabs between them, and - for what is not.
std::string to_lines(std::span<const service_view> services,
                     const std::vector<const field_row*>& fields, stamp now);

// All their names, with commas.
std::string known_fields();

} // namespace foster
