// The decisions of lib/service, which supervise/turn executes.
#pragma once

#include <variant>

#include "lib/death.h"
#include "lib/instant.h"
#include "lib/logged_deeds.h"
#include "lib/pid.h"

namespace foster {

struct rest { // until the next event
    friend constexpr bool operator==(const rest&, const rest&) = default;
};
struct hold { // until the next event, or `until`
    instant until;
    friend constexpr bool operator==(const hold&, const hold&) = default;
};
struct start { // spawn the run process; then spawned() or refused()
    friend constexpr bool operator==(const start&, const start&) = default;
};
struct send { // send this signal to that child; then sent()
    pid to;
    int signal = 0;
    pid session{}; // of a script process: signal its group there
    friend constexpr bool operator==(const send&, const send&) = default;
};
struct finish { // start the finish script; then finishing() or unfinished...()
    death of;
    friend constexpr bool operator==(const finish&, const finish&) = default;
};
struct consult { // run control/LETTER; then consulting() or unconsulted()
    char letter = 0;
    friend constexpr bool operator==(const consult&, const consult&) = default;
};
struct say { // report the remark; then said()
    remark what;
    friend constexpr bool operator==(const say&, const say&) = default;
};
struct renew {            // upgrade in place; then, if it failed, unrenewed()
    bool refresh = false; // with settings that are read again
    friend constexpr bool operator==(const renew&, const renew&) = default;
};
struct leave { // no process is left, and supervise should end
    friend constexpr bool operator==(const leave&, const leave&) = default;
};
using action = std::variant<rest, hold, start, send, finish, consult, say, renew, leave>;

} // namespace foster
