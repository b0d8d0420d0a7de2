// A supervise that goes on with settings that are read anew, in the same process: what it
// was told before, and what of that still holds.
#pragma once

#include <string>
#include <vector>

#include "supervise/options.h"

namespace foster {

struct refreshing {
    std::vector<std::string> life{}; // of its service and of itself, which go on
    std::vector<std::string> told{}; // all other words of its settings, without `--`
    std::vector<std::string> command{};
    bool alive = false; // a process of its service lives

    // Its settings as they were: what is wrong with the new ones is no reason to end.
    std::vector<std::string> as_before(const std::string& directory) const;
    // The words of a plan, as they are for a life that goes on: how it says that it is
    // ready is settled at its start, and `refresh-later` has the next start read it.
    std::vector<std::string> with(std::vector<std::string> plan) const;
};

// Leaves in `options` what was given to the supervise, and where its service directory
// is: we stand in it.  Where that is not known, as of one that version 0.1 has begun,
// `place` stays what it was.
refreshing begin_refresh(supervise_options& options);

bool is_refresh(const supervise_options& options);

} // namespace foster
