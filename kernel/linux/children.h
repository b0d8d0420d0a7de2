// Lists our children in the best way of this system.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "lib/status.h"

namespace foster {

// Lists our children without `known` (in order of pid) from /proc/thread-self/children
// (exact, 5 us).  Makes one pass over /proc if the kernel lacks CONFIG_PROC_CHILDREN.  If
// /proc is not mounted, calls waitid(2) for each of the pids that follow `oldest`, the
// run process.  `count` fills child::below, and child::login leaves out `login`.  See
// kernel::children.
struct look {
    std::span<const pid> known{};
    pid oldest{};
    std::uint32_t login = no_login;
    bool count = false;
    std::span<const pid> besides{}; // to be treated as our children
};
bool list_children(std::vector<child>& into, const look& how) noexcept;

// Returns the login uid of a process (0: of this one); no_login if the system has none.
std::uint32_t login_of(pid who) noexcept;

// Returns the facts of a process in /proc; only its number if it is dead or hidden.
child described(pid who) noexcept;

// Returns child::start; 0 if the process is dead or hidden.
std::uint64_t start_of(pid who) noexcept;

// Returns the user that a process runs as; nullopt if it is dead or hidden.  The owner
// of its files in /proc is another user if the process gave up being root, or its
// program must not be read.
std::optional<std::uint32_t> user_of(pid who) noexcept;

// Returns the parent of a process; 0 if the process is dead or hidden.
pid parent_of(pid who) noexcept;

// Returns the sessions that belong to a service alone: those of these processes, and
// those in which dead ones of them were (member::session), or which they led.  Our own
// session is never one.  A session whose leader lives counts only if the leader is one
// of these, or below one.  `shared`: the run process begins no session (no-setsid), so
// nothing is known of a session whose leader is dead and none of these.
std::vector<pid> own_sessions(std::span<const member> of, bool shared);

// Finds the orphans: living processes of these sessions whose parent is in none of
// them.
void find_orphans(std::vector<pid>& into, std::span<const pid> sessions);

// Returns the child, or the one of `besides`, that `who` is or descends from; 0 if
// there is none.
pid branch_of(pid who, std::span<const pid> besides = {}) noexcept;

// Adds the living descendants of a process in the form of described(), as far as the
// system lists the children of a process (CONFIG_PROC_CHILDREN).
void add_descendants(std::vector<child>& to, pid of);

// The three ways, for the tests.  Each returns false if the system does not offer it.
bool children_by_file(std::vector<child>& into);
bool children_by_proc(std::vector<child>& into);
bool children_by_probe(std::vector<child>& into, pid oldest);

} // namespace foster
