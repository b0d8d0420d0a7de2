// The promises of the adoption signal as scenes.  The processes of a scene play before
// an audience, a subreaper, which prints each event as a line.
#pragma once

#include <vector>

namespace foster::adoptsig {

struct scene {
    const char* title;
    void (*play)();
};

// The four of Scott James Remnant's mail of 2008-12-16.
const std::vector<scene>& scenes_of_2008();
// The process that a notice names: the branch, threads, clones, other subreapers, pid
// namespaces.
const std::vector<scene>& scenes_of_lineage();
// How notices are asked for, read and lost, and that none can be forged.
const std::vector<scene>& scenes_of_signals();

} // namespace foster::adoptsig
