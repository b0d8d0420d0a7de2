// What svctl can be asked for.
// One table; the command line, the help and the bytes that are sent derive from it.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "lib/command.h"

namespace foster {

enum class request : unsigned char { up, down, once, restart, exit, status };

struct request_row {
    request what;
    std::string_view name;
    std::array<verb, 2> tells; // its supervise; nothing: no more
    std::string_view text;
};

constexpr auto requests = std::to_array<request_row>({
    {request::up, "up", {verb::up, verb::nothing}, "start it, and again when it is dead"},
    {request::down,
     "down",
     {verb::down, verb::nothing},
     "stop it, with all that it left behind"},
    {request::once,
     "once",
     {verb::once, verb::nothing},
     "start it, and not again when it is dead"},
    {request::restart,
     "restart",
     {verb::down, verb::up},
     "stop it, if it runs, and start it"},
    {request::exit,
     "exit",
     {verb::exit, verb::nothing},
     "stop it, and let its supervise end"},
    {request::status,
     "status",
     {verb::nothing, verb::nothing},
     "show it, and the processes that belong to it"},
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

// What is written to supervise/control.  The supervise of a log takes `x` to mean "when
// the log ends", so there it is told to go down first.
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

} // namespace foster
