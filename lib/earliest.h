// Chooses between instants of which some may be absent.
#pragma once

#include <optional>

#include "lib/instant.h"

namespace foster {

// Returns the earliest of these instants, each of which may be nullopt; nullopt if all
// are.
template<typename... Instants>
constexpr std::optional<instant> earliest(const Instants&... some)
{
    std::optional<instant> first;
    for (const std::optional<instant>& one : {std::optional<instant>{some}...})
        if (one && (!first || *one < *first)) first = one;
    return first;
}

} // namespace foster
