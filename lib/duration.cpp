#include "lib/duration.h"

#include <charconv>

namespace foster {

std::optional<nanoseconds> parse_duration(std::string_view text, std::chrono::days most)
{
    long count = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || count < 0) return std::nullopt;
    const nanoseconds longest = most;
    const auto times = [&](nanoseconds unit) -> std::optional<nanoseconds> {
        if (count > longest / unit) return std::nullopt;
        return count * unit;
    };
    const std::string_view unit{end, text.data() + text.size()};
    if (unit == "ms") return times(1ms);
    if (unit == "s") return times(1s);
    if (unit == "m") return times(1min);
    if (unit == "h") return times(1h);
    if (unit == "d") return times(std::chrono::days{1});
    return std::nullopt;
}

std::string duration_grammar(std::chrono::days longest)
{
    return "a number with a unit, at most " + std::to_string(longest.count()) +
           "d: 250ms, 30s, 5m, 2h, 1d";
}

} // namespace foster
