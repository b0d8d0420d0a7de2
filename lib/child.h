// The facts of the children of supervise: as one look shows them, and as supervise keeps
// those of its service.
#pragma once

#include <cstdint>

#include "lib/instant.h"
#include "lib/pid.h"

namespace foster {

constexpr std::uint32_t no_login = 0xffffffff; // (uid_t)-1: no user has logged in
constexpr std::uint32_t unknown_user = 0xffffffff;
constexpr std::uint32_t first_regular_user = 1000; // UID_MIN of login.defs(5)

// The facts of one child as one look shows them.
struct child {
    pid who{};
    // Clock ticks since boot, /proc/PID/stat field 22; 0: unknown.
    std::uint64_t start = 0;
    pid session{};                  // 0: unknown
    std::uint64_t program = 0;      // equal for equal executables; 0: unknown
    unsigned below = 0;             // number of living descendants, if asked for
    std::uint32_t login = no_login; // /proc/PID/loginuid, if supervise has another
    // The user that the child runs as.  It is exact if the child has a login.  Else it
    // is root also for a child that gave up being root by itself.
    std::uint32_t user = unknown_user;
    // The signals with SIG_IGN, signal N as bit N - 1, up to 31; 0: none, or unknown.
    std::uint32_t ignored = 0;

    friend constexpr bool operator==(const child&, const child&) = default;
};

// The unit of child::start: USER_HZ, 100 on every Linux that foster is built for.
constexpr nanoseconds clock_tick = 10ms;

// Reports an adoption, on a system with the adoption signal (kernel/adoptsig).
// `adopted` became a child of supervise because its parent exits.  That parent is
// `branch`, a child of supervise, or comes from it.
struct adoption {
    pid adopted{};
    pid branch{};

    friend constexpr bool operator==(const adoption&, const adoption&) = default;
};

enum class came : std::uint8_t { spawned, adopted, taken_back };

// The strongest request to end that a process was sent in a stop.  `stop` is the stop
// signal if that is not TERM.
enum class asked : std::uint8_t { nothing, stop, term, kill };

struct kin {
    child seen;
    came how = came::adopted;
    asked to_end = asked::nothing;
    bool starter = false;
    bool told = false;      // it was sent a signal that should end it
    std::uint8_t place = 0; // rank by adoption; 0: no adoption was reported
    // The living child of supervise that it came from; 0: unknown.
    pid from{};

    friend constexpr bool operator==(const kin&, const kin&) = default;
};

// Returns whether both are in one session that is known.
constexpr bool shares_session(const child& a, const child& b)
{
    return a.session && a.session == b.session;
}

} // namespace foster
