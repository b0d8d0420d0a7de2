#include "lib/glance.h"

#include <algorithm>
#include <charconv>

#include "lib/ending.h"
#include "lib/status.h"

namespace foster {

namespace {

// What stands behind `key = `, without quotation marks.
std::optional<std::string_view> value_of(std::string_view line, std::string_view key)
{
    if (!line.starts_with(key)) return std::nullopt;
    line.remove_prefix(key.size());
    if (!line.starts_with(" = ")) return std::nullopt;
    line.remove_prefix(3);
    if (line.size() >= 2 && line.front() == '"' && line.back() == '"') {
        line.remove_prefix(1);
        line.remove_suffix(1);
    }
    return line;
}

std::optional<manner> manner_of(std::string_view text)
{
    for (const auto m :
         {manner::exited, manner::signalled, manner::dumped, manner::unknown})
        if (text == to_text(m)) return m;
    return std::nullopt;
}

} // namespace

glance glance_at(std::string_view state)
{
    std::string_view phase_text;
    std::string_view want_text;
    std::optional<manner> how;
    std::optional<int> status;
    bool of_death = false;
    for (std::size_t from = 0; from < state.size();) {
        const auto to = std::min(state.find('\n', from), state.size());
        const auto line = state.substr(from, to - from);
        from = to + 1;
        if (line.starts_with('[')) of_death = line == "[last-death]";
        if (const auto p = value_of(line, "phase")) phase_text = *p;
        if (const auto w = value_of(line, "want")) want_text = *w;
        if (!of_death) continue;
        if (const auto h = value_of(line, "how")) how = manner_of(*h);
        if (const auto s = value_of(line, "status")) {
            int number = 0;
            const auto [end, error] =
                std::from_chars(s->data(), s->data() + s->size(), number);
            if (error == std::errc{} && end == s->data() + s->size() && number >= 0 &&
                number <= 255)
                status = number;
        }
    }
    glance seen;
    seen.over = phase_text == to_text(phase::failed) ||
                (phase_text == to_text(phase::down) && !want_text.empty() &&
                 want_text != to_text(want::up));
    if (how && status) seen.code = exit_code_of(*how, *status);
    return seen;
}

} // namespace foster
