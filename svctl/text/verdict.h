// Judges whether a request of svctl is fulfilled.  Pure: from two states of a service,
// one before the command and one now.
#pragma once

#include "lib/status.h"
#include "svctl/text/request.h"

namespace foster {

enum class verdict : unsigned char { reached, not_yet, not_reached };

// `before` is the state before the command.  Once the service waits for the time of its
// next start, `before` is the first state with that wait.  The start that counts is
// still to come, and a second wait means that it was refused (see rebased()).  The end
// of a supervise is no state of its service, so `exit` is never reached here.
verdict judge(user_request what, const status& before, const status& now);

// Returns the next `before` for judge(), after it returned not_yet.
const status& rebased(const status& before, const status& now);

// Judges a start that has come up with state `up`.  Returns not_yet while the service
// stays up, and reached if it has ended well by itself.
verdict judge_stay(const status& up, const status& now);

// The goals of svctl wait, whichever command or event brings them about.
enum class goal : unsigned char { up, down, ready, degraded, failed };

bool is_so(goal g, const status& now);

} // namespace foster
