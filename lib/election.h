// Chooses the main process among candidates: rules 3 and 5 of lib/custody.h.
//
// The pointers point into `all`.
#pragma once

#include <span>

#include "lib/child.h"
#include "lib/instant.h"

namespace foster {

// Rule 3: returns the main process among the candidates in `all`, of which there is at
// least one.
const kin* elected(std::span<const kin> all);

// Rule 3, if adoptions were reported: returns whether `main` can only be the main
// process.
bool is_told(std::span<const kin> all, pid main);

// Rule 5: returns the child that takes the role of `old`, which exited 0 at `parted`;
// nullptr if there is none.
const kin* heir_of(const child& old, instant parted, std::span<const kin> all);

} // namespace foster
