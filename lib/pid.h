// A process id that cannot be mistaken for another number.  It is no handle: the holder
// must know whether it still names the same process.
#pragma once

#include <compare>

namespace foster {

struct pid {
    int number = 0; // 0: no process

    constexpr explicit operator bool() const { return number != 0; }
    friend constexpr auto operator<=>(pid, pid) = default;
};

} // namespace foster
