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

enum class request : unsigned char {
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
    request what;
    std::string_view name;     // of the command
    std::array<verb, 2> tells; // sent to supervise, in this order
};

constexpr auto requests = std::to_array<request_row>({
    {request::up, "up", {verb::up, verb::nothing}},
    {request::down, "down", {verb::down, verb::nothing}},
    {request::once, "once", {verb::once, verb::nothing}},
    {request::restart, "restart", {verb::down, verb::up}},
    {request::exit, "exit", {verb::exit, verb::nothing}},
    {request::pause, "pause", {verb::pause, verb::nothing}},
    {request::cont, "cont", {verb::resume, verb::nothing}},
    {request::kill, "kill", {verb::kill_all, verb::nothing}},
    {request::upgrade, "upgrade", {verb::renew, verb::nothing}},
    {request::refresh, "refresh", {verb::refresh, verb::nothing}},
});

constexpr const request_row& row_of(request what)
{
    return requests[static_cast<std::size_t>(what)];
}

constexpr bool in_order()
{
    for (std::size_t i = 0; i < requests.size(); ++i)
        if (requests[i].what != static_cast<request>(i)) return false;
    return true;
}
static_assert(in_order());

// Returns whether the request is for living processes.
constexpr bool wants_somebody(request what)
{
    return what == request::pause || what == request::cont || what == request::kill;
}

// Returns whether no process lives for such a request.
inline bool nobody_lives_in(const status& now)
{
    return !now.main && now.kin.empty();
}

// Returns whether the service is to be up afterwards.
constexpr bool starts(request what)
{
    return what == request::up || what == request::once || what == request::restart;
}

// Returns whether the request changes supervise and leaves the service as it is.
constexpr bool is_of_supervise(request what)
{
    return what == request::upgrade || what == request::refresh;
}

// Returns whether the request changes the wanted state, which supervise then keeps.
constexpr bool stays_in_force(request what)
{
    return !wants_somebody(what) && !is_of_supervise(what);
}

// Returns whether living processes are stopped for the request.
constexpr bool ends(request what)
{
    return what == request::down || what == request::restart || what == request::exit;
}

// Returns the bytes for supervise/control.  The supervise of a log reads `x` as "exit
// when the log ends", so svctl sends it `d` first.
inline std::string letters_of(request what, bool log)
{
    std::string letters;
    const auto tell = [&](verb v) {
        for (const auto& c : commands)
            if (c.does == v && v != verb::nothing) {
                letters += c.letter;
                return;
            }
    };
    if (what == request::exit && log) tell(verb::down);
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
