#include "lib/launch_record.h"

#include <algorithm>
#include <charconv>
#include <span>

#include "lib/custody.h"
#include "lib/number.h"

namespace foster {

namespace {

// A record is "K PPPPPPPPPP NNNNNNNNNNNNNNNNNNN SSSSSSSSSSSSSSSSSSS", blanks, a newline:
// its kind, the pid, nanoseconds since boot, and the number of the launch.
constexpr std::size_t pid_at = 2;
constexpr std::size_t pid_digits = 10;
constexpr std::size_t time_at = pid_at + pid_digits + 1;
constexpr std::size_t digits = 19; // of the greatest std::int64_t
constexpr std::size_t number_at = time_at + digits + 1;
static_assert(number_at + digits < record_size);

constexpr std::string_view mark_begins = "foster 1 ";
constexpr std::size_t boot_size = 36;
constexpr std::string_view kinds = "rfs"; // in the order of launch_record::kind

record_text blank()
{
    record_text text;
    text.fill(' ');
    text.back() = '\n';
    return text;
}

void put_number(std::span<char> into, std::uint64_t value)
{
    for (auto i = into.size(); i-- > 0; value /= 10)
        into[i] = static_cast<char>('0' + value % 10);
}

std::optional<launch_record> record_in(std::string_view text, std::string_view allowed)
{
    if (text.size() != record_size || text.back() != '\n') return std::nullopt;
    const auto kind = kinds.find(text[0]);
    const auto who = number_in<int>(text.substr(pid_at, pid_digits));
    const auto at = number_in<std::int64_t>(text.substr(time_at, digits));
    const auto number = number_in<std::int64_t>(text.substr(number_at, digits));
    if (allowed.find(text[0]) == allowed.npos || !who || *who <= 1 || !at || !number)
        return std::nullopt;
    return launch_record{.what = static_cast<launch_record::kind>(kind),
                         .who = {*who},
                         .at = instant{nanoseconds{*at}},
                         .number = static_cast<std::uint64_t>(*number)};
}

} // namespace

record_text mark_of(std::string_view boot, std::uint64_t first)
{
    auto text = blank();
    auto* const end = text.data() + text.size() - 1;
    auto* at = std::ranges::copy(mark_begins, text.data()).out;
    for (const char c : boot.substr(0, boot_size)) *at++ = c;
    *at++ = ' ';
    std::to_chars(at, end, first);
    return text;
}

record_text to_text(const launch_record& r)
{
    auto text = blank();
    const std::span all{text};
    text[0] = kinds[static_cast<std::size_t>(r.what)];
    put_pid(text, r.who.number);
    put_number(all.subspan(time_at, digits),
               static_cast<std::uint64_t>(r.at.time_since_epoch().count()));
    put_number(all.subspan(number_at, digits), r.number);
    return text;
}

void put_pid(record_text& into, int who) noexcept
{
    put_number(std::span{into}.subspan(pid_at, pid_digits),
               static_cast<std::uint64_t>(who));
}

std::uint64_t first_tick(const launch_record& r)
{
    return static_cast<std::uint64_t>(r.at.time_since_epoch() / clock_tick);
}

// If the machine stands still between the record and the fork, a minute is enough.
bool could_write(const launch_record& r, std::uint64_t start)
{
    constexpr auto window = static_cast<std::uint64_t>(1min / clock_tick);
    return start >= first_tick(r) && start < first_tick(r) + window;
}

launch_records read_records(std::string_view text, const record_text& mark)
{
    launch_records all;
    const auto part = [&](std::size_t at) {
        return at < text.size() ? text.substr(at, record_size) : std::string_view{};
    };
    all.marked = text.starts_with(mark_begins);
    if (part(0) != std::string_view{mark.data(), mark.size()}) return all;
    all.of_this_run = true;
    all.run = record_in(part(place_of(launch_record::kind::run)), "r");
    all.script = record_in(part(place_of(launch_record::kind::script)), "fs");
    return all;
}

} // namespace foster
