// Sorts the words of a supervise that reads its settings again, in the same process:
// its earlier words, and those of them that still hold.
#pragma once

#include <string>
#include <vector>

#include "supervise/options.h"

namespace foster {

struct refreshing {
    std::vector<std::string> life{}; // of its service and itself, which continue
    std::vector<std::string> told{}; // all other words of its settings, without `--`
    std::vector<std::string> command{};
    bool alive = false; // a process of its service lives

    // Returns the earlier settings: errors in the new ones are no reason to end.
    std::vector<std::string> as_before(const std::string& directory) const;
    // Returns the words of the configuration loader for a running service.  Its way to
    // report readiness is fixed at its start.  So `refresh-later` makes the next start
    // read the settings again.
    std::vector<std::string> with(std::vector<std::string> plan) const;
};

// Leaves in `options` the words that supervise was given, and the path of its service
// directory, which is the working directory.  If that path is unknown, as for a
// supervise that version 0.1 has begun, `place` stays unchanged.
refreshing begin_refresh(supervise_options& options);

bool is_refresh(const supervise_options& options);

} // namespace foster
