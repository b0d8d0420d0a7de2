// What standard output is: how wide, and whether it shows colours.
#pragma once

#include <cstddef>

namespace foster {

struct screen {
    std::size_t width = 0; // 0: it is no terminal, or does not say
    bool colours = false;
};

// By the terminal, and by NO_COLOR and TERM.
screen standard_output();

} // namespace foster
