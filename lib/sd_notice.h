// A message of a service by sd_notify(3), with the parts that supervise obeys.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/instant.h"
#include "lib/pid.h"

namespace foster {

struct notice {
    pid from{}; // the sender; 0: unknown, so any holder of the descriptor
    std::optional<bool> ready{}; // READY=1; false with RELOADING=1 or STOPPING=1
    pid main{};                  // MAINPID=
    nanoseconds more_time{};     // EXTEND_TIMEOUT_USEC=
    bool lives = false;          // WATCHDOG=1
    bool fails = false;          // WATCHDOG=trigger
    // STATUS=, cut to the room in a status: one line of UTF-8
    std::optional<std::string> says{};

    friend bool operator==(const notice&, const notice&) = default;
};

// Reads one KEY=VALUE a line and ignores all other text.
notice read_notice(std::string_view message);

} // namespace foster
