// Reads from the modes of supervise/ and its FIFOs who may reach a supervise, and
// admits groups.  Not for supervise itself.
#pragma once

#include <optional>

#include <sys/types.h>

#include "kernel/linux/fd.h"
#include "lib/client_access.h"
#include "lib/pid.h"

namespace foster {

// Returns the door of a file, through links; nullopt if it cannot be looked at.
std::optional<door> door_of(const char* path) noexcept;
std::optional<door> door_of(const fd& file) noexcept;

// Returns the doors of supervise/, which is open.  A file that cannot be looked at has
// no permission bits.
doors doors_of(const fd& dir) noexcept;

// The admitted users besides root and the owner.  supervise/ has one group.  If two
// groups are named, only users in both may command.
constexpr const char* everyone = "everyone"; // in place of a group of readers

struct entry {
    std::optional<gid_t> commanders{}; // may also read
    std::optional<gid_t> readers{};
    std::optional<bool> everyone{}; // all users may read; nullopt: unchanged

    friend bool operator==(const entry&, const entry&) = default;
};

// Returns the present entry.
entry entry_of(const doors& all) noexcept;

// Admits these, and no other group.  Follows no link.  Does not make missing FIFOs.
// Returns errno, or 0.
int let_in(const fd& dir, const entry& who) noexcept;

} // namespace foster
