// Death as Linux tells it.
#pragma once

#include <optional>

#include "lib/death.h"

namespace foster {

// Lets go of one dead child, of whatever kind (__WALL); nothing if none has died.
std::optional<death> reap_any() noexcept;

// One that reap_any() could let go of; none: nobody. And letting go of that one.
pid next_dead() noexcept;
std::optional<death> reap_this(pid who) noexcept;

// Whether a dead child waits to be let go of.
bool any_death_waits() noexcept;

// No child at all, living or dead: waitid(2) says ECHILD.
bool no_child_left() noexcept;

} // namespace foster
