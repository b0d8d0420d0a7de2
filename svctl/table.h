// The table of svctl status, for eyes.  Pure text.
#pragma once

#include <span>
#include <string>

#include "svctl/view.h"

namespace foster {

struct layout {
    std::size_t width = 0;  // of the terminal; 0: as wide as it is
    bool colours = false;   // by ECMA-48's escape sequences
    bool processes = false; // also what needs a look at each process
};

// With its heading.  What is too wide loses whole columns first, then the ends of texts.
std::string table_of(std::span<const service_view> services, stamp now, const layout& as);

// The state in words, in the colour of what it means.
std::string coloured_state(const service_view& v, stamp now, bool colours);

} // namespace foster
