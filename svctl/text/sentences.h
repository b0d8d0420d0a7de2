// Texts about services for people.  Pure text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/instant.h"
#include "lib/last_complaint.h"
#include "lib/status.h"
#include "svctl/text/request.h"
#include "svctl/text/verdict.h"

namespace foster {

// Returns "3s", "5m 12s", "2h 04m" or "3d 2h"; drops parts of a second.
std::string in_words(nanoseconds time);

// Does the same for a time that a person gave: "3s", "250ms".
std::string limit_in_words(nanoseconds time);

// Returns "up, paused" or "down (wanted up, next try in 1s)".
std::string state_in_words(const status& s, stamp now);

// Returns "signal 9 (KILL)" or "exit 1".
std::string in_words(const death& d);

// Returns why supervise sent the service a signal, as a sentence without its end: "it
// was not ready in time ([ready] timeout), so supervise stopped it".
std::string in_words(const act& a);

// Returns whether `a` may have caused the last death.
bool explains(const act& a, const status& s);

// Returns whether the complaint still matters.  One from before the present start of a
// service that is up does not.
bool is_current(const complaint& c, const status& s);

// Returns whether the service is in its wanted state.
bool as_wanted(const status& s);

// Returns "4412 4413", with at most six pids.
std::string pids_in_words(const std::vector<pid>& all);

// Returns the number of UTF-8 characters.
std::size_t width(std::string_view text);

// Returns at most `most` characters, with a ~ for the missing ones; the whole text if
// `most` is 0.
std::string shortened(const std::string& text, std::size_t most);

// Returns why a service is not in the requested state, and what happens next.  `before`
// and `now` are the arguments of judge() (svctl/text/verdict.h).
std::string not_reached_in_words(user_request what, const status& before,
                                 const status& now, stamp wall);
// Returns why a service did not stay up for `stay` after it had come up.
std::string not_stayed_in_words(nanoseconds stay, const status& now, stamp wall);
// Returns which processes the stop between these two states had to kill; empty if none.
std::string killed_in_words(const status& before, const status& now);
std::string timed_out_in_words(user_request what, nanoseconds timeout, const status& now,
                               stamp wall);
// Does the same for a goal, which no command has requested.
std::string timed_out_in_words(goal what, nanoseconds timeout, const status& now,
                               stamp wall);
// Returns "up", "up again" or "ready".
std::string_view in_words(user_request what);
std::string_view in_words(goal what);

} // namespace foster
