// Who may reach a supervise: what the modes of its directory supervise/ and of the FIFOs
// in it say, and how a group is let in.  For programs that are not the resident.
#pragma once

#include <optional>

#include <sys/types.h>

#include "kernel/linux/fd.h"
#include "lib/reach.h"

namespace foster {

// Of a file, through links; nothing: it cannot be looked at.
std::optional<door> door_of(const char* path) noexcept;

// Of supervise/, open.  A file that cannot be looked at has no mode: nobody may.
doors doors_of(const fd& dir) noexcept;

// Lets the members of a group in to read and to command, and those of no other; nothing:
// of none.  Follows no link.  errno, or 0.  FIFOs that are not there yet are not made.
int let_in(const fd& dir, std::optional<gid_t> group) noexcept;

} // namespace foster
