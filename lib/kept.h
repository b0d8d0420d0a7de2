// What svscan hands to the program as which it goes on: whom it has for which service.
// An inotify watch does not outlive it, and a directory that goes meanwhile is in no
// sweep: without this its service would be nobody's, and live on.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/roster.h"

namespace foster {

// Of a supervise that svscan has; `start` as child::start.
struct kept {
    roster::tenure what;
    std::uint64_t start = 0;

    friend bool operator==(const kept&, const kept&) = default;
};

std::string to_text(std::span<const kept> all);

// What to_text() has written; nothing at all of anything else.
std::vector<kept> kept_in(std::string_view text);

} // namespace foster
