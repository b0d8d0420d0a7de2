// The requests of svctl to a supervise, and the bytes that it sends for them: one
// table.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "lib/control_letters.h"
#include "lib/signals.h"
#include "lib/status.h"

namespace foster {

enum class user_request : unsigned char {
    up,
    down,
    once,
    restart,
    exit,
    pause,
    cont,
    kill,
    upgrade,
    refresh
};

struct request_row {
    user_request what;
    std::string_view name;     // of the command
    std::array<verb, 2> tells; // sent to supervise, in this order
};

constexpr auto user_requests = std::to_array<request_row>({
    {user_request::up, "up", {verb::up, verb::nothing}},
    {user_request::down, "down", {verb::down, verb::nothing}},
    {user_request::once, "once", {verb::once, verb::nothing}},
    {user_request::restart, "restart", {verb::down, verb::up}},
    {user_request::exit, "exit", {verb::exit, verb::nothing}},
    {user_request::pause, "pause", {verb::pause, verb::nothing}},
    {user_request::cont, "cont", {verb::resume, verb::nothing}},
    {user_request::kill, "kill", {verb::kill_all, verb::nothing}},
    {user_request::upgrade, "upgrade", {verb::renew, verb::nothing}},
    {user_request::refresh, "refresh", {verb::refresh, verb::nothing}},
});

constexpr const request_row& row_of(user_request what)
{
    return user_requests[static_cast<std::size_t>(what)];
}

constexpr bool in_order()
{
    for (std::size_t i = 0; i < user_requests.size(); ++i)
        if (user_requests[i].what != static_cast<user_request>(i)) return false;
    return true;
}
static_assert(in_order());

// Returns whether the request is for living processes.
constexpr bool wants_somebody(user_request what)
{
    return what == user_request::pause || what == user_request::cont ||
           what == user_request::kill;
}

// Returns whether no process lives for such a request.
inline bool nobody_lives_in(const status& now)
{
    return !now.main && now.kin.empty();
}

// Returns whether the service is to be up afterwards.
constexpr bool starts(user_request what)
{
    return what == user_request::up || what == user_request::once ||
           what == user_request::restart;
}

// Returns whether the request changes supervise and leaves the service as it is.
constexpr bool is_of_supervise(user_request what)
{
    return what == user_request::upgrade || what == user_request::refresh;
}

// Returns whether the request changes the wanted state, which supervise then keeps.
constexpr bool stays_in_force(user_request what)
{
    return !wants_somebody(what) && !is_of_supervise(what);
}

// Returns whether living processes are stopped for the request.
constexpr bool ends(user_request what)
{
    return what == user_request::down || what == user_request::restart ||
           what == user_request::exit;
}

// Returns the bytes for supervise/control.  The supervise of a log reads `x` as "exit
// when the log ends", so svctl sends it `d` first.
inline std::string letters_of(user_request what, bool log)
{
    std::string letters;
    const auto tell = [&](verb v) {
        for (const auto& c : commands)
            if (c.does == v && v != verb::nothing) {
                letters += c.letter;
                return;
            }
    };
    if (what == user_request::exit && log) tell(verb::down);
    for (const auto v : row_of(what).tells) tell(v);
    return letters;
}

// Returns the names of the signals that supervise can send.
inline std::string sendable_signals(std::string_view between)
{
    std::string text;
    for (const auto& s : signal_names)
        if (letter_of_signal(s.number))
            text.append(text.empty() ? "" : between).append(s.name);
    return text;
}

} // namespace foster
