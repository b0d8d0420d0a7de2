#include "lib/sd_notice.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "lib/printable.h"
#include "lib/utf8.h"

namespace foster {

namespace {

// A month, as for settings, which is far from overflow.
constexpr std::int64_t longest = std::int64_t{31} * 24 * 3600 * 1'000'000;

// Returns 0 if the text is no number from 1 to `most`.
std::int64_t number(std::string_view text, std::int64_t most)
{
    std::int64_t value = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole && value >= 1 && value <= most ? value : 0;
}

// In bytes; a screen shows less.
constexpr std::size_t longest_saying = 160;

std::string saying(std::string_view value)
{
    auto text = to_utf8(value);
    text.resize(make_printable(text, ' '));
    std::size_t end = 0;
    while (end < text.size()) {
        const auto next = end + character(std::string_view{text}.substr(end));
        if (next > longest_saying) break;
        end = next;
    }
    text.resize(end);
    return text;
}

void read_line(notice& into, std::string_view line)
{
    const auto equals = std::min(line.find('='), line.size());
    const auto key = line.substr(0, equals);
    const auto value = line.substr(std::min(equals + 1, line.size()));
    if (key == "READY" && value == "1")
        into.ready = true;
    else if ((key == "RELOADING" || key == "STOPPING") && value == "1")
        into.ready = false;
    else if (key == "MAINPID")
        into.main = {static_cast<int>(number(value, INT32_MAX))};
    else if (key == "EXTEND_TIMEOUT_USEC")
        into.more_time = std::chrono::microseconds{number(value, longest)};
    else if (key == "WATCHDOG" && value == "1")
        into.lives = true;
    else if (key == "WATCHDOG" && value == "trigger")
        into.fails = true;
    else if (key == "STATUS")
        into.says = saying(value);
}

} // namespace

notice read_notice(std::string_view message)
{
    notice all;
    while (!message.empty()) {
        const auto end = std::min(message.find('\n'), message.size());
        read_line(all, message.substr(0, end));
        message.remove_prefix(std::min(end + 1, message.size()));
    }
    return all;
}

} // namespace foster
