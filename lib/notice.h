// What a service says of itself by sd_notify(3), as far as it is heard.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/instant.h"
#include "lib/pid.h"

namespace foster {

struct notice {
    pid from{};                  // who said it; none: whoever was given the descriptor
    std::optional<bool> ready{}; // READY=1; with RELOADING=1 or STOPPING=1 it is not
    pid main{};                  // MAINPID=
    nanoseconds more_time{};     // EXTEND_TIMEOUT_USEC=
    bool lives = false;          // WATCHDOG=1
    bool fails = false;          // WATCHDOG=trigger
    // STATUS=, as much of it as a status has room for: one line of UTF-8
    std::optional<std::string> says{};

    friend bool operator==(const notice&, const notice&) = default;
};

// One KEY=VALUE a line; whatever else there is means nothing.
notice read_notice(std::string_view message);

} // namespace foster
