#include "svctl/text/status_table.h"

#include <algorithm>
#include <array>
#include <vector>

#include "lib/printable.h"
#include "svctl/text/sentences.h"

namespace foster {

namespace {

enum class column : unsigned char {
    name,
    state,
    main,
    since,
    processes,
    memory,
    cpu,
    restarts,
    last_death,
};

struct column_row {
    column what;
    std::string_view heading;
    bool of_processes; // needs a look at each process
    std::size_t least; // smallest width to which it is cut
};

constexpr auto columns = std::to_array<column_row>({
    {column::name, "NAME", false, 12},
    {column::state, "STATE", false, 14},
    {column::main, "MAIN", false, 0},
    {column::since, "SINCE", false, 0},
    {column::processes, "PROCESSES", true, 0},
    {column::memory, "MEMORY", true, 0},
    {column::cpu, "CPU", true, 0},
    {column::restarts, "RESTARTS", false, 0},
    {column::last_death, "LAST DEATH", false, 10},
});

// The columns that are left out on a narrow terminal, in this order, and the columns
// whose texts are cut next.
constexpr std::array dispensable{column::cpu, column::restarts, column::processes,
                                 column::memory};
constexpr std::array cut_off{column::last_death, column::state, column::name};

std::size_t at(column c)
{
    return static_cast<std::size_t>(c);
}

std::string processes_in_words(const account& a, const usage& uses)
{
    auto text = std::to_string(uses.processes);
    if (!a.state->main && !a.processes.empty())
        text += " (" + pids_in_words(a.processes) + ')';
    return text;
}

std::string unsupervised_state(const account& a)
{
    if (!a.kept_by.empty()) return "kept by " + printable(a.kept_by);
    return a.complaint ? "unable to begin" : "not supervised";
}

std::string cell(column c, const service_view& v, stamp now)
{
    const auto& state = v.said.state;
    if (c == column::name) return printable(v.said.name);
    if (!state && c == column::state) return unsupervised_state(v.said);
    if (!state) return "-";
    const auto& s = *state;
    switch (c) {
    case column::name: break;
    case column::state: return state_in_words(s, now);
    case column::main: return s.main ? std::to_string(s.main.number) : "-";
    case column::since: return in_words(now - s.since);
    case column::processes: return processes_in_words(v.said, v.uses);
    case column::memory: return v.uses.processes ? bytes_in_words(v.uses.memory) : "-";
    case column::cpu: return v.uses.processes ? cpu_in_words(v.uses.cpu) : "-";
    case column::restarts: return std::to_string(restarts(s));
    case column::last_death:
        if (!s.last) break;
        return in_words(s.last->of) + ", " + in_words(now - s.last->when) + " ago";
    }
    return "-";
}

// Returns the number for SGR, set graphic rendition; empty for no colour.
std::string_view colour_of(const service_view& v)
{
    constexpr std::string_view red = "31", green = "32", yellow = "33";
    if (!v.said.state) return v.said.kept_by.empty() ? red : yellow;
    const auto& s = *v.said.state;
    switch (s.phase) {
    case phase::up: return s.ready && !s.paused ? green : yellow;
    case phase::down: return as_wanted(s) ? "" : red;
    case phase::starting:
    case phase::stopping:
    case phase::finishing:
    case phase::degraded: return yellow;
    case phase::waiting:
    case phase::failed: break;
    }
    return red;
}

std::string in_colour(std::string text, std::string_view colour)
{
    if (colour.empty()) return text;
    return "\x1b[" + std::string{colour} + "m" + std::move(text) + "\x1b[0m";
}

// Returns the line with the status text of the service; empty if there is none.
std::string said_by(const service_view& v, std::size_t most)
{
    if (!v.said.state || v.said.state->says.empty()) return {};
    return shortened("  says: " + printable(v.said.state->says), most) + '\n';
}

struct plan {
    std::array<bool, columns.size()> shown{};
    std::vector<std::size_t> widths;

    // Returns the width: two blanks between columns, none after the last.
    std::size_t whole() const
    {
        std::size_t sum = 0;
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (shown[i]) sum += widths[i] + 2;
        return sum < 2 ? 0 : sum - 2;
    }
};

plan plan_of(std::vector<std::size_t> widths, const layout& as)
{
    plan p{.widths = std::move(widths)};
    for (const auto& c : columns) p.shown[at(c.what)] = as.processes || !c.of_processes;
    if (as.width == 0) return p;
    for (const auto c : dispensable)
        if (p.whole() > as.width) p.shown[at(c)] = false;
    for (const auto c : cut_off) {
        auto& w = p.widths[at(c)];
        const auto least = std::min(w, columns[at(c)].least);
        if (p.whole() > as.width)
            w = std::max(least, w - std::min(w, p.whole() - as.width));
    }
    return p;
}

// Removes the first cell and returns it.
std::string_view next_cell(std::string_view& cells)
{
    const auto end = cells.find('\0');
    const auto cell = cells.substr(0, end);
    cells.remove_prefix(end + 1);
    return cell;
}

void append_cell(std::string& text, std::string_view cell, std::size_t most,
                 std::string_view colour)
{
    const auto wide = width(cell);
    if (!colour.empty()) text.append("\x1b[").append(colour) += 'm';
    if (wide <= most)
        text += cell;
    else
        text += shortened(std::string{cell}, most);
    if (!colour.empty()) text += "\x1b[0m";
    text.append(most + 2 - std::min(wide, most), ' ');
}

} // namespace

table::table(stamp now, const layout& as) : now_(now), as_(as), lines_(1)
{
    for (const auto& c : columns) {
        lines_[0].cells.append(c.heading) += '\0';
        widths_.push_back(width(c.heading));
    }
}

void table::add(const service_view& v)
{
    auto& to = lines_.emplace_back();
    to.cells.reserve(80);
    for (const auto& c : columns) {
        if (as_.processes || !c.of_processes) {
            const auto text = cell(c.what, v, now_);
            auto& w = widths_[at(c.what)];
            w = std::max(w, width(text));
            to.cells += text;
        }
        to.cells += '\0';
    }
    if (as_.colours) to.colour = colour_of(v);
    to.says = said_by(v, as_.width);
}

std::string table::text() const
{
    const auto p = plan_of(widths_, as_);
    std::string text;
    text.reserve(lines_.size() * (p.whole() + 1));
    for (const auto& l : lines_) {
        std::string_view cells = l.cells;
        for (const auto& c : columns) {
            const auto i = at(c.what);
            const auto cell = next_cell(cells);
            if (p.shown[i])
                append_cell(text, cell, p.widths[i],
                            c.what == column::state ? l.colour : "");
        }
        text.erase(text.find_last_not_of(' ') + 1);
        text += '\n';
        text += l.says;
    }
    return text;
}

std::string table_of(std::span<const service_view> services, stamp now, const layout& as)
{
    table t{now, as};
    for (const auto& v : services) t.add(v);
    return t.text();
}

std::string summary_of(std::span<const service_view> services)
{
    std::string text = std::to_string(services.size()) +
                       (services.size() == 1 ? " service" : " services");
    const char* between = ": ";
    const auto add = [&](std::string_view what, auto is_so) {
        const auto count = std::ranges::count_if(services, is_so);
        if (count == 0) return;
        text.append(between) += std::to_string(count) + ' ';
        text += what;
        between = ", ";
    };
    for (std::uint8_t i = 0; !to_text(static_cast<phase>(i)).empty(); ++i)
        add(to_text(static_cast<phase>(i)), [i](const service_view& v) {
            return v.said.state && v.said.state->phase == static_cast<phase>(i);
        });
    add("not supervised", [](const service_view& v) { return !v.said.state; });
    return text;
}

std::string coloured_state(const service_view& v, stamp now, bool colours)
{
    auto text = cell(column::state, v, now);
    return colours ? in_colour(std::move(text), colour_of(v)) : text;
}

std::string bytes_in_words(std::uint64_t bytes)
{
    constexpr std::uint64_t kilo = 1024;
    const auto tenths = [&](std::uint64_t unit, char letter) {
        const auto n = (bytes * 10 + unit / 2) / unit;
        return std::to_string(n / 10) + '.' + std::to_string(n % 10) + letter;
    };
    if (bytes < kilo * kilo) return std::to_string(bytes / kilo) + 'K';
    if (bytes < kilo * kilo * kilo) return tenths(kilo * kilo, 'M');
    return tenths(kilo * kilo * kilo, 'G');
}

std::string cpu_in_words(nanoseconds time)
{
    if (time >= 1min) return in_words(time);
    const auto hundredths = time / 10ms;
    const auto rest = std::to_string(hundredths % 100);
    return std::to_string(hundredths / 100) + (rest.size() < 2 ? ".0" : ".") + rest + 's';
}

std::uint64_t restarts(const status& s)
{
    return s.starts ? s.starts - 1 : 0;
}

} // namespace foster
