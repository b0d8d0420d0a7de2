// The list of supervise processes that svscan hands to its new program at an upgrade in
// place.  An inotify watch does not outlive the upgrade, and a directory that is
// removed during it is in no sweep.  Without this list its service would have no owner,
// and live on.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/service_set.h"

namespace foster {

// A supervise process of svscan; `start` as child::start.
struct kept {
    service_set::tenure what;
    std::uint64_t start = 0;

    friend bool operator==(const kept&, const kept&) = default;
};

std::string to_text(std::span<const kept> all);

// Reads text of to_text(); empty if it is any other text.
std::vector<kept> kept_in(std::string_view text);

} // namespace foster
