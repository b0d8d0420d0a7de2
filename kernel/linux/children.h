// Who our children are, by the best way that this system has.
#pragma once

#include <vector>

#include "lib/custody.h"

namespace foster {

// Lists our living children: from /proc/thread-self/children (exact, 5 us; it wants
// CONFIG_PROC_CHILDREN), else by one pass over /proc, else, where /proc is not mounted,
// by asking waitid(2) for each of the pids that follow `oldest`, the run process's.
// `count` fills child::below where /proc can tell.  See kernel::children.
void list_children(std::vector<child>& into, pid oldest, bool count) noexcept;

// The three ways, for the tests: each false if the system does not offer it.
bool children_by_file(std::vector<child>& into);
bool children_by_proc(std::vector<child>& into);
bool children_by_probe(std::vector<child>& into, pid oldest);

} // namespace foster
