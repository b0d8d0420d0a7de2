// Scheduling classes as people write them, with the numbers of sched_setscheduler(2)
// and ioprio_set(2).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "lib/quantities.h"

namespace foster {

// A class, written as CLASS or CLASS:LEVEL.
struct schedule_class {
    std::string_view name;
    int number;
    int lowest, highest; // the range of levels; both 0: the class has none
    int usual;           // the default level; -1: it must be given
};

// SCHED_* of the kernel.
constexpr auto policies = std::to_array<schedule_class>({
    {"other", 0, 0, 0, 0},
    {"fifo", 1, 1, 99, -1},
    {"rr", 2, 1, 99, -1},
    {"batch", 3, 0, 0, 0},
    {"idle", 5, 0, 0, 0},
});

// IOPRIO_CLASS_* of the kernel.
constexpr auto io_classes = std::to_array<schedule_class>({
    {"realtime", 1, 0, 7, 4},
    {"best-effort", 2, 0, 7, 4},
    {"idle", 3, 0, 0, 0},
});

// Returns "NUMBER:LEVEL"; nullopt if the text names none of these classes.
template<std::size_t N>
std::optional<std::string> lowered_class(const std::array<schedule_class, N>& classes,
                                         std::string_view text)
{
    const auto colon = text.find(':');
    for (const auto& c : classes) {
        if (c.name != text.substr(0, colon)) continue;
        long level = c.usual;
        if (colon != text.npos)
            level = !c.highest ? -1
                               : parse_number(text.substr(colon + 1), c.lowest, c.highest)
                                     .value_or(-1);
        if (level < 0) return std::nullopt;
        return std::to_string(c.number) + ":" + std::to_string(level);
    }
    return std::nullopt;
}

} // namespace foster
