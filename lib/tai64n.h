// TAI64N labels as daemontools and runit write them: 2^62 + 10 + unix seconds,
// big-endian, then nanoseconds, big-endian.  Leap seconds are not counted (s6 counts 27
// of them).
#pragma once

#include <array>

#include "lib/instant.h"

namespace foster {

using tai64n = std::array<unsigned char, 12>;

constexpr std::uint64_t tai64_epoch = (std::uint64_t{1} << 62) + 10;

// Returns the label.  `when` must not be before 1970: the format could hold such a
// time, but no reader could show it.
constexpr tai64n to_tai64n(stamp when)
{
    const auto nanos = when.time_since_epoch().count();
    std::uint64_t seconds =
        tai64_epoch + static_cast<std::uint64_t>(nanos / 1'000'000'000);
    auto rest = static_cast<std::uint32_t>(nanos % 1'000'000'000);
    tai64n label{};
    for (int i = 7; i >= 0; --i, seconds >>= 8) label[i] = seconds & 0xff;
    for (int i = 11; i >= 8; --i, rest >>= 8) label[i] = rest & 0xff;
    return label;
}

// Returns the time of a label, or the nearest that a stamp can hold (1970 to 2262).
constexpr stamp from_tai64n(const tai64n& label)
{
    std::uint64_t seconds = 0;
    std::uint32_t rest = 0;
    for (int i = 0; i < 8; ++i) seconds = seconds << 8 | label[i];
    for (int i = 8; i < 12; ++i) rest = rest << 8 | label[i];
    if (seconds < tai64_epoch) return stamp{};
    constexpr auto most = std::uint64_t{stamp::max().time_since_epoch() / 1s};
    if (seconds - tai64_epoch >= most) return stamp::max();
    return stamp{std::chrono::seconds{static_cast<std::int64_t>(seconds - tai64_epoch)} +
                 nanoseconds{rest % 1'000'000'000}};
}

} // namespace foster
