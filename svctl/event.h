// What has become of a service between two looks at it, as svctl events tells it.  Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/instant.h"
#include "lib/status.h"

namespace foster {

struct event {
    std::string_view what; // one word: svctl(1), EVENTS
    std::string text;      // for eyes: a part of a sentence, without the name
    stamp when;

    friend bool operator==(const event&, const event&) = default;
};

// In the order in which they must have come; nothing: nobody supervises it.  Of several
// lives that began and ended between the looks only the last death is known, and how many
// starts there were.  What
// the state has no time for came when the phase changed or, if it has not, at `wall`, the
// time of the second look.
std::vector<event> events_between(const std::optional<status>& before,
                                  const std::optional<status>& now, stamp wall);

} // namespace foster
