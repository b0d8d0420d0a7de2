// Reaps children on Linux.
#pragma once

#include <optional>

#include "lib/death.h"

namespace foster {

// Reaps one dead child of any kind (__WALL); nullopt if none has died.
std::optional<death> reap_any() noexcept;

// next_dead() returns a child that reap_any() could reap; 0 if there is none.
// reap_this() reaps it.
pid next_dead() noexcept;
std::optional<death> reap_this(pid who) noexcept;

// Returns whether a dead child waits to be reaped.
bool any_death_waits() noexcept;

// Returns whether there is no child, living or dead: waitid(2) returns ECHILD.
bool no_child_left() noexcept;

} // namespace foster
