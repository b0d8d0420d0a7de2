// A process id that cannot be mistaken for another number.
// Not a handle: whether it still names the process that was meant is the holder's to
// know.
#pragma once

#include <compare>

namespace foster {

struct pid {
    int number = 0; // 0: no process

    constexpr explicit operator bool() const { return number != 0; }
    friend constexpr auto operator<=>(pid, pid) = default;
};

} // namespace foster
