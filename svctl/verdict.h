// Whether what svctl was asked for has come true.  Pure: from two states of a service,
// the one before it was commanded and the one now.
#pragma once

#include "lib/status.h"
#include "svctl/request.h"

namespace foster {

enum class verdict : unsigned char { reached, not_yet, not_reached };

// `before` is the state before the command or, once the service waits for the instant at
// which it may be started, the first state that said so: the start that counts is still
// to come then, and a second wait means that it was refused (see rebased()).
// That a supervise has ended is no state of its service: `exit` is never reached here.
verdict judge(request what, const status& before, const status& now);

// What judge() takes for `before` from now on, after it said not_yet.
const status& rebased(const status& before, const status& now);

// What has become of a start that has come up as `up`: not_yet while it stays up, reached
// if it has come to a good end by itself.
verdict judge_stay(const status& up, const status& now);

// What svctl wait waits for, whoever has brought it about.
enum class goal : unsigned char { up, down, ready, degraded, failed };

bool is_so(goal g, const status& now);

} // namespace foster
