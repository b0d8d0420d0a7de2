// What the adoption signal promises, as scenes: each is played by processes of its own
// before an audience that is a subreaper, and told line by line.
#pragma once

#include <vector>

namespace foster::adoptsig {

struct scene {
    const char* title;
    void (*play)();
};

// The four of Scott James Remnant's mail of 2008-12-16.
const std::vector<scene>& scenes_of_2008();
// Whom a notice names: the branch, threads, clones, other subreapers, pid namespaces.
const std::vector<scene>& scenes_of_lineage();
// How it is asked for, read, lost, and not forged.
const std::vector<scene>& scenes_of_signals();

} // namespace foster::adoptsig
