#include "lib/quantities.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace foster {

namespace {

struct unit {
    measure of;
    std::string_view name;
    std::uint64_t size;
};

constexpr std::uint64_t ki = 1024;
constexpr std::uint64_t k = 1000;

constexpr auto units = std::to_array<unit>({
    {measure::bytes, "B", 1},
    {measure::bytes, "KiB", ki},
    {measure::bytes, "MiB", ki* ki},
    {measure::bytes, "GiB", ki* ki* ki},
    {measure::bytes, "TiB", ki* ki* ki* ki},
    {measure::bytes, "kB", k},
    {measure::bytes, "MB", k* k},
    {measure::bytes, "GB", k* k* k},
    {measure::bytes, "TB", k* k* k* k},
    {measure::seconds, "s", 1},
    {measure::seconds, "m", 60},
    {measure::seconds, "h", 3600},
    {measure::seconds, "d", 86400},
    {measure::microseconds, "us", 1},
    {measure::microseconds, "ms", k},
    {measure::microseconds, "s", k* k},
});

constexpr std::string_view unlimited = "unlimited";

std::optional<std::uint64_t> side_of(std::string_view text, measure of)
{
    if (text == unlimited) return std::numeric_limits<std::uint64_t>::max();
    return parse_quantity(text, of);
}

std::string shown(std::uint64_t side)
{
    return side == std::numeric_limits<std::uint64_t>::max() ? std::string{unlimited}
                                                             : std::to_string(side);
}

} // namespace

std::optional<std::uint64_t> parse_quantity(std::string_view text, measure of)
{
    std::uint64_t number = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
    if (text.empty()) return number <= most ? std::optional{number} : std::nullopt;
    for (const auto& u : units)
        if (u.of == of && u.name == text)
            return number <= most / u.size ? std::optional{number * u.size}
                                           : std::nullopt;
    return std::nullopt;
}

std::optional<std::string> lowered_limit(std::string_view text, measure of)
{
    const auto colon = text.find(':');
    const auto soft = side_of(text.substr(0, colon), of);
    const auto hard = colon == text.npos ? soft : side_of(text.substr(colon + 1), of);
    if (!soft || !hard || *soft > *hard) return std::nullopt;
    return shown(*soft) + ":" + shown(*hard);
}

std::optional<long> parse_number(std::string_view text, long from, long to)
{
    long number = 0;
    const char* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, number);
    if (error != std::errc{} || end != last || number < from || number > to)
        return std::nullopt;
    return number;
}

std::optional<processors> parse_processors(std::string_view text)
{
    processors all;
    const auto most = static_cast<long>(all.size()) - 1;
    for (bool more = true; more;) {
        const auto comma = text.find(',');
        more = comma != text.npos;
        const auto range = text.substr(0, comma);
        if (more) text.remove_prefix(comma + 1);
        const auto dash = range.find('-');
        const auto from = parse_number(range.substr(0, dash), 0, most);
        const auto to =
            dash == range.npos ? from : parse_number(range.substr(dash + 1), 0, most);
        if (!from || !to || *from > *to) return std::nullopt;
        for (long i = *from; i <= *to; ++i) all.set(static_cast<std::size_t>(i));
    }
    return all;
}

} // namespace foster
