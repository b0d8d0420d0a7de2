// Properties of standard output: the width, and whether it shows colours.
#pragma once

#include <cstddef>

namespace foster {

struct screen {
    std::size_t width = 0; // 0 if it is no terminal, or if the width is unknown
    bool colours = false;
};

// Reads them from the terminal, NO_COLOR and TERM.
screen standard_output();

} // namespace foster
