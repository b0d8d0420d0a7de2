// Who may reach a supervise: what the modes of its directory supervise/ and of the FIFOs
// in it say, and how a group is let in.  For programs that are not the resident.
#pragma once

#include <optional>

#include <sys/types.h>

#include "kernel/linux/fd.h"
#include "lib/pid.h"
#include "lib/reach.h"

namespace foster {

// Of a file, through links; nothing: it cannot be looked at.
std::optional<door> door_of(const char* path) noexcept;
std::optional<door> door_of(const fd& file) noexcept;

// Of supervise/, open.  A file that cannot be looked at has no mode: nobody may.
doors doors_of(const fd& dir) noexcept;

// Who may come in, besides root and the owner.  supervise/ has one group, so where two
// are named only who is in both may command.
constexpr const char* everyone = "everyone"; // instead of a group that reads

struct entry {
    std::optional<gid_t> commanders{}; // may also read
    std::optional<gid_t> readers{};
    std::optional<bool> everyone{}; // reads; nullopt: as it is

    friend bool operator==(const entry&, const entry&) = default;
};

// As it is now.
entry entry_of(const doors& all) noexcept;

// Lets them in, and members of no other group.  Follows no link.  errno, or 0.  FIFOs
// that are not there yet are not made.
int let_in(const fd& dir, const entry& who) noexcept;

} // namespace foster
