// The promise of order, tried on two processors at once.
#pragma once

namespace foster::adoptsig {

// How a death is heard of: by SIGCHLD, or by waitid().
enum class by { signal, wait };

// Of so many trees with one to four orphans each: was a notice not yet pending when the
// death was known?  The number of the first such tree, or 0, which is the promise.
int find_late_notice(int trees, by how);

} // namespace foster::adoptsig
