// What a fuzzer holds to be true of every input.
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
