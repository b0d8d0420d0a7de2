// What svctl says of services to people.  Pure text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/instant.h"
#include "lib/status.h"
#include "svctl/request.h"
#include "svctl/verdict.h"

namespace foster {

// "3s", "5m 12s", "2h 04m", "3d 2h"; parts of a second are dropped.
std::string in_words(nanoseconds time);

// The same of a time that a person gave: "3s", "250ms".
std::string limit_in_words(nanoseconds time);

// "up, paused"; "down (wanted up, next try in 1s)"
std::string state_in_words(const status& s, stamp now);

// "signal 9 (KILL)", "exit 1"
std::string in_words(const death& d);

// "KILL", "signal 99"
std::string name_of_signal(int number);

// Why supervise sent the service a signal, as a sentence without its end: "it was not
// ready in time ([ready] timeout), so supervise stopped it".
std::string in_words(const act& a);

// Whether `a` may have brought about the last death.
bool explains(const act& a, const status& s);

// What is wanted is so.
bool as_wanted(const status& s);

// "4412 4413", at most six of them.
std::string pids_in_words(const std::vector<pid>& all);

// In characters of UTF-8.
std::size_t width(std::string_view text);

// At most so many characters, 0: all; a ~ stands for what is missing.
std::string shortened(const std::string& text, std::size_t most);

// Why a service is not as it was asked to be, and what is next.  `before` and `now` are
// those that judge() was asked about (svctl/verdict.h).
std::string not_reached_in_words(request what, const status& before, const status& now,
                                 stamp wall);
// Why it did not stay up so long, after it had come up.
std::string not_stayed_in_words(nanoseconds stay, const status& now, stamp wall);
// Whom the stop between these two had to kill; empty: nobody.
std::string killed_in_words(const status& before, const status& now);
std::string timed_out_in_words(request what, nanoseconds timeout, const status& now,
                               stamp wall);
// The same of a goal, which nobody was commanded to bring about.
std::string timed_out_in_words(goal what, nanoseconds timeout, const status& now,
                               stamp wall);
// "up", "up again", "ready"
std::string_view in_words(request what);
std::string_view in_words(goal what);

} // namespace foster
