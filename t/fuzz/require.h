// A claim that a fuzzer makes of every input.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace foster {

inline void claim(bool holds, const char* what)
{
    if (holds) return;
    std::fprintf(stderr, "claim: %s\n", what);
    std::abort();
}

} // namespace foster
