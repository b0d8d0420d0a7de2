// Who our children are, by the best way that this system has.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "lib/status.h"

namespace foster {

// Lists our children, but for `known` (by number): from /proc/thread-self/children
// (exact, 5 us; it wants CONFIG_PROC_CHILDREN), else by one pass over /proc, else, where
// /proc is not mounted, by asking waitid(2) for each of the pids that follow `oldest`,
// the run process's.  `count` fills child::below, and `login` is what child::login leaves
// out. See kernel::children.
struct look {
    std::span<const pid> known{};
    pid oldest{};
    std::uint32_t login = no_login;
    bool count = false;
    std::span<const pid> besides{}; // who are as our children, though they are not
};
bool list_children(std::vector<child>& into, const look& how) noexcept;

// The login uid of a process (none: of this one); no_login where the system keeps none.
std::uint32_t login_of(pid who) noexcept;

// What /proc has about a process; but for its number, nothing: it is dead, or hidden.
child described(pid who) noexcept;

// child::start alone; 0: it is dead, or hidden.
std::uint64_t start_of(pid who) noexcept;

// The user that a process runs as; nullopt if it is dead or hidden.  The owner of its
// files in /proc is not that user where the process gave up being root, or its program
// may not be read.
std::optional<std::uint32_t> user_of(pid who) noexcept;

// Whose child it is; none: it is dead, or hidden.
pid parent_of(pid who) noexcept;

// The sessions that are all of a service's: in which these processes of it are, or in
// which those of them that are dead were (member::session), or which they led.
// Never our own; and where the leader lives, only if that is one of these, or below one.
// `shared`: its run begins no session (no-setsid), so nothing is known of one whose
// leader is dead and none of these.
std::vector<pid> own_sessions(std::span<const member> of, bool shared);

// Living processes of these sessions whose parent is in none of them: orphans.
void find_orphans(std::vector<pid>& into, std::span<const pid> sessions);

// The child of ours, or the one of those who are as our children, that `who` is or
// descends from; none: it does not.
pid branch_of(pid who, std::span<const pid> besides = {}) noexcept;

// Adds the living descendants of a process as described() has them, as far as the system
// lists a process's children (CONFIG_PROC_CHILDREN).
void add_descendants(std::vector<child>& to, pid of);

// The three ways, for the tests: each false if the system does not offer it.
bool children_by_file(std::vector<child>& into);
bool children_by_proc(std::vector<child>& into);
bool children_by_probe(std::vector<child>& into, pid oldest);

} // namespace foster
