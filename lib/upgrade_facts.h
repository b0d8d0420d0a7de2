// The facts that supervise hands to its new program at an upgrade in place, beside its
// status.  No file has them.  The process keeps its number, its children and its clock,
// so instants stay valid.
#pragma once

#include <optional>
#include <vector>

#include "lib/child.h"
#include "lib/death.h"
#include "lib/instant.h"

namespace foster {

struct renewal {
    // Descriptors open in both programs; 0: not open.
    struct descriptors {
        int lock = 0;
        int control = 0;
        int ok = 0;
        int notify = 0; // the socket of sd_notify(3)
        int ready = 0;  // the descriptor for readiness
        friend bool operator==(const descriptors&, const descriptors&) = default;
    } files{};

    // Of lib/custody.
    bool forked = false;
    pid run{};
    instant launched{};
    std::optional<child> settled{};
    std::optional<death> loss{};

    // Of lib/start_pace.
    instant tried{};
    instant not_before{};
    nanoseconds delay{};

    // Of lib/service, and of its parts.
    bool forks = true;
    bool once_due = false;
    bool loss_noted = false;
    bool said_ready = false;
    bool audible = true;
    std::vector<instant> deaths{};
    std::optional<instant> ready_by{};
    std::optional<instant> silent_by{};
    instant check_at{};

    friend bool operator==(const renewal&, const renewal&) = default;
};

} // namespace foster
