// The changes of a service between two looks, as svctl events prints them.  Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/instant.h"
#include "lib/status.h"

namespace foster {

struct event {
    std::string_view what; // one word: EVENTS in foster-formats(5)
    std::string text;      // part of a sentence, without the name
    stamp when;

    friend bool operator==(const event&, const event&) = default;
};

// Returns the events in the order in which they must have happened.  A state is nullopt
// if the service is not supervised.  If several lives began and ended between the
// looks, only the number of starts and the last death are known.  An event without a
// time in the state gets the time of the last change of phase.  If the phase has not
// changed, it gets `wall`, the time of the second look.
std::vector<event> events_between(const std::optional<status>& before,
                                  const std::optional<status>& now, stamp wall);

} // namespace foster
