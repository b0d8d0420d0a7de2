#include "lib/state_summary.h"

#include <algorithm>

#include "lib/enum_word.h"
#include "lib/number.h"
#include "lib/shutdown.h"
#include "lib/status.h"

namespace foster {

namespace {

// Returns the text after `key = `, without quotation marks.
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

// Calls visit(line) for each line, until it returns false.
template<class Visit>
void visit_lines(std::string_view state, Visit visit)
{
    for (std::size_t from = 0; from < state.size();) {
        const auto to = std::min(state.find('\n', from), state.size());
        if (!visit(state.substr(from, to - from))) return;
        from = to + 1;
    }
}

} // namespace

state_summary glance_at(std::string_view state)
{
    std::string_view phase_text;
    std::string_view want_text;
    std::optional<manner> how;
    std::optional<int> status;
    bool of_death = false;
    bool essential = false;
    visit_lines(state, [&](std::string_view line) {
        if (line.starts_with('[')) of_death = line == "[last-death]";
        if (const auto p = value_of(line, "phase")) phase_text = *p;
        if (const auto w = value_of(line, "want")) want_text = *w;
        if (!of_death) essential = essential || line == "essential = true";
        if (!of_death) return true;
        if (const auto h = value_of(line, "how")) how = from_text<manner>(*h);
        if (const auto s = value_of(line, "status"))
            if (const auto code = number_in<std::uint8_t>(*s)) status = *code;
        return true;
    });
    state_summary seen;
    seen.essential = essential;
    seen.over = phase_text == to_text(phase::failed) ||
                (phase_text == to_text(phase::down) && !want_text.empty() &&
                 want_text != to_text(want::up));
    if (how && status) seen.code = exit_code_of(*how, *status);
    return seen;
}

bool settled_in(std::string_view state, std::uint64_t launch)
{
    bool starting = true;
    bool same = false;
    visit_lines(state, [&](std::string_view line) {
        if (line.starts_with('[')) return false;
        if (const auto p = value_of(line, "phase"))
            starting = *p == to_text(phase::starting);
        if (const auto n = value_of(line, "starts"))
            same = number_in<std::uint64_t>(*n) == launch;
        return true;
    });
    return same && !starting;
}

std::uint64_t start_in(std::string_view state, pid who)
{
    const auto of_kin = "{pid = " + std::to_string(who.number) + ", start = ";
    const auto at = state.find(of_kin);
    if (at == state.npos) return 0;
    state.remove_prefix(at + of_kin.size());
    return number_in<std::uint64_t>(state.substr(0, state.find(','))).value_or(0);
}

} // namespace foster
