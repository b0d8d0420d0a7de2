// Tests the promised order on two processors at once.
#pragma once

namespace foster::adoptsig {

// How the audience learns a death: by SIGCHLD, or by waitid().
enum class by { signal, wait };

// Tries so many trees with one to four orphans each.  Returns the number of the first
// tree whose notice was not yet pending when the death was known; 0, as promised, if
// there is none.
int find_late_notice(int trees, by how);

} // namespace foster::adoptsig
