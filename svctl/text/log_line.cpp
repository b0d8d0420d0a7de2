#include "svctl/text/log_line.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <queue>
#include <tuple>

#include "lib/tai64n.h"
#include "svctl/text/local_time.h"

namespace foster {

namespace {

// Returns whether the text begins like the pattern: a digit for each 0, otherwise the
// same character.
bool looks_like(std::string_view text, std::string_view pattern)
{
    if (text.size() < pattern.size()) return false;
    for (std::size_t i = 0; i < pattern.size(); ++i)
        if (pattern[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != pattern[i])
            return false;
    return true;
}

int number(std::string_view digits)
{
    int n = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), n);
    return n;
}

std::optional<unsigned char> byte_of(std::string_view two)
{
    unsigned n = 0;
    for (const char c : two) {
        const bool digit = c >= '0' && c <= '9';
        if (!digit && (c < 'a' || c > 'f')) return {};
        n = n * 16 + static_cast<unsigned>(digit ? c - '0' : c - 'a' + 10);
    }
    return static_cast<unsigned char>(n);
}

// Reads a label.  A label that foster's own writer could not have written is no label:
// nanoseconds of more than a second, or years that a stamp cannot hold.
std::optional<stamp> label_of(std::string_view text)
{
    tai64n label{};
    if (text.size() < 1 + 2 * label.size() + 1 || text[0] != '@' ||
        text[1 + 2 * label.size()] != ' ')
        return {};
    for (std::size_t i = 0; i < label.size(); ++i) {
        const auto byte = byte_of(text.substr(1 + 2 * i, 2));
        if (!byte) return {};
        label[i] = *byte;
    }
    const auto when = from_tai64n(label);
    if (to_tai64n(when) != label) return {};
    return when;
}

// Reads "2026-11-23T09:54:14", with any character between day and time.
std::optional<stamp> seconds_of(std::string_view text, bool local)
{
    const std::chrono::year_month_day day{
        std::chrono::year{number(text.substr(0, 4))},
        std::chrono::month{static_cast<unsigned>(number(text.substr(5, 2)))},
        std::chrono::day{static_cast<unsigned>(number(text.substr(8, 2)))}};
    const int hour = number(text.substr(11, 2));
    const int minute = number(text.substr(14, 2));
    const int second = number(text.substr(17, 2));
    // A stamp counts nanoseconds, and holds the years 1678 to 2261.
    if (!day.ok() || hour > 23 || minute > 59 || second > 60 ||
        day.year() < std::chrono::year{1678} || day.year() > std::chrono::year{2261})
        return {};
    if (!local)
        return stamp{std::chrono::sys_days{day}} + std::chrono::hours{hour} +
               std::chrono::minutes{minute} + std::chrono::seconds{second};
    std::tm parts{};
    parts.tm_year = static_cast<int>(day.year()) - 1900;
    parts.tm_mon = static_cast<int>(static_cast<unsigned>(day.month())) - 1;
    parts.tm_mday = static_cast<int>(static_cast<unsigned>(day.day()));
    parts.tm_hour = hour;
    parts.tm_min = minute;
    parts.tm_sec = second;
    parts.tm_isdst = -1;
    return stamp{std::chrono::seconds{std::mktime(&parts)}};
}

struct format {
    std::string_view pattern;
    int digits; // of the fraction of a second
    bool local;
};

constexpr auto formats = std::to_array<format>({
    {"0000-00-00_00:00:00.00000 ", 5, false},
    {"0000-00-00T00:00:00.00000 ", 5, false},
    {"0000-00-00 00:00:00.000000000  ", 9, true},
});

// Removes a stamp from the front of the text and returns it.
std::optional<stamp> take_written(std::string_view& text)
{
    for (const auto& f : formats) {
        if (!looks_like(text, f.pattern)) continue;
        auto when = seconds_of(text, f.local);
        if (!when) return {};
        long part = number(text.substr(20, static_cast<std::size_t>(f.digits)));
        for (int digits = f.digits; digits < 9; ++digits) part *= 10;
        text.remove_prefix(f.pattern.size());
        return *when + nanoseconds{part};
    }
    return {};
}

// Returns the time by which each line of a part is sorted.
std::vector<stamp> times_of(const log_part& part)
{
    std::vector<stamp> times;
    times.reserve(part.lines.size());
    const auto first = std::ranges::find_if(
        part.lines, [](const log_line& l) { return l.when.has_value(); });
    auto last = first == part.lines.end() ? part.written : *first->when;
    for (const auto& l : part.lines) {
        if (l.when) last = std::max(last, *l.when);
        times.push_back(last);
    }
    return times;
}

} // namespace

log_line read_log_line(std::string_view line)
{
    log_line read;
    if (const auto label = label_of(line)) {
        read = {.when = label, .label = true};
        line.remove_prefix(2 * sizeof(tai64n) + 2);
        take_written(line); // s6-log t T writes both stamps
    } else
        read.when = take_written(line);
    read.text = line;
    return read;
}

bool counts_leap_seconds(stamp newest, stamp file_written)
{
    // The clock of file times may be some ms behind, and the logger stamps a line
    // before writing.
    const auto ahead = newest - file_written;
    return ahead > counted_by_s6 / 2 && ahead < counted_by_s6 + 1s;
}

void take_leap_seconds(log_line& line)
{
    if (line.when && line.label) *line.when -= counted_by_s6;
}

std::string to_text(const log_line& line)
{
    return line.when ? local_time(*line.when) + ' ' + line.text : line.text;
}

bool is_compressed(std::string_view beginning)
{
    using namespace std::string_view_literals;
    // gzip, zstd, xz, bzip2, lz4
    for (const auto magic : {"\x1f\x8b"sv, "\x28\xb5\x2f\xfd"sv,
                             "\xfd"
                             "7zXZ\0"sv,
                             "BZh"sv, "\x04\x22\x4d\x18"sv})
        if (beginning.starts_with(magic)) return true;
    return false;
}

std::vector<log_place> in_order_of_time(const std::vector<log_part>& parts)
{
    std::vector<std::vector<stamp>> times;
    using next = std::tuple<stamp, std::size_t, std::size_t>; // then part and line
    std::priority_queue<next, std::vector<next>, std::greater<>> nexts;
    std::size_t count = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        times.push_back(times_of(parts[i]));
        count += times[i].size();
        if (!times[i].empty()) nexts.emplace(times[i][0], i, 0);
    }
    std::vector<log_place> all;
    all.reserve(count);
    while (!nexts.empty()) {
        const auto [when, part, line] = nexts.top();
        nexts.pop();
        all.push_back({part, line});
        if (line + 1 < times[part].size())
            nexts.emplace(times[part][line + 1], part, line + 1);
    }
    return all;
}

} // namespace foster
