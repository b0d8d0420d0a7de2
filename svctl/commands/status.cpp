// The commands that show services.
#include <algorithm>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "kernel/linux/linux_kernel.h"
#include "kernel/linux/print_complaint.h"
#include "lib/printable.h"
#include "lib/toml/write_json.h"
#include "svctl/client/look.h"
#include "svctl/client/service_config.h"
#include "svctl/client/service_names.h"
#include "svctl/client/with_supervise.h"
#include "svctl/command_table.h"
#include "svctl/commands/new_file.h"
#include "svctl/exit_codes.h"
#include "svctl/log/log_dir.h"
#include "svctl/log/log_reader.h"
#include "svctl/terminal/print.h"
#include "svctl/terminal/screen.h"
#include "svctl/text/detail.h"
#include "svctl/text/metrics.h"
#include "svctl/text/process_facts.h"
#include "svctl/text/sentences.h"
#include "svctl/text/status_fields.h"
#include "svctl/text/status_table.h"
#include "svctl/text/why_story.h"

namespace foster {

namespace {

std::vector<branch> branches(const std::vector<process>& all)
{
    std::vector<branch> found;
    for (const auto& p : all)
        found.push_back({.one = p, .command = command_of(p), .age = age_of(p)});
    return found;
}

grove grove_of(const seen& s)
{
    const process_table table;
    grove g{.keeper = {}, .service = branches(s.processes), .bystanders = {}};
    if (s.keeper) g.keeper = branches(table.one(s.keeper));
    for (const auto& b : s.view.said.state->bystanders)
        for (auto& one : branches(table.with_all_below(b)))
            g.bystanders.push_back(std::move(one));
    return g;
}

// Reads the last lines of a log, up to `until`; none if there is no readable log.
void read_log(detail& d, const service_name& who,
              std::optional<stamp> until = std::nullopt)
try {
    log_wish wish;
    wish.most = 5;
    wish.until = until;
    log_reader log{log_dir_of(who), wish};
    for (const auto& line : log.last().lines) d.lines.push_back(to_text(line));
    d.log = log.dir() + "/current";
} catch (const std::exception&) { // svctl log reports why
}

layout layout_of(const screen& s, bool processes)
{
    return {.width = s.width, .colours = s.colours, .processes = processes};
}

int show_one(const seen& s, int code)
{
    detail d{.of = s.view};
    if (s.view.said.state) {
        d.processes = grove_of(s);
        d.words = words_of(s.keeper);
        if (const auto file = newer_settings(s.who))
            d.newer = newer_in_words(s.who, *file);
        if (log_waits(s.who) && scanner_runs(s.who)) d.unread = log_waits_in_words(s.who);
        read_log(d, s.who);
    }
    print(detail_of(d, linux_now().wall, layout_of(standard_output(), true)));
    return code;
}

// Returns the line above the text for one of several services.
std::string heading_of(const service_view& v, stamp now, const screen& on)
{
    return printable(v.said.name) + ": " + coloured_state(v, now, on.colours) + '\n';
}

int show_fields(const svctl_options& asked)
{
    std::vector<std::string> warnings;
    const auto fields = read_fields(asked.value(option::output), warnings);
    for (const auto& w : warnings) complainer{"svctl", ""}.warning(w);
    const bool processes = std::ranges::any_of(fields, &field_row::of_processes);
    const auto [all, code] = views_of(asked, processes);
    print(to_lines(all, fields, linux_now().wall));
    return code;
}

int show_json(const svctl_options& asked)
{
    auto [all, code] = views_of(asked, true);
    std::vector<account> accounts;
    for (auto& v : all) accounts.push_back(std::move(v.said));
    print(to_json(accounts));
    return code;
}

int show_table(const views& v)
{
    print(table_of(v.all, linux_now().wall, layout_of(standard_output(), true)));
    return v.code;
}

int show_states(const std::string& scan)
{
    table t{linux_now().wall, layout_of(standard_output(), false)};
    const int code = glance_at_all(scan, [&](const service_view& v) { t.add(v); });
    print(t.text());
    return code;
}

// Returns the lines of the log up to the last death.  Lines without a stamp may belong
// to the life after that.
std::string log_before_death(const seen& s)
{
    constexpr nanoseconds late = 200ms; // a logger stamps a line when it reads the line
    const auto& state = *s.view.said.state;
    if (!state.last) return {};
    detail d{.of = {}};
    std::optional<stamp> until;
    if (!state.kin.empty()) {
        until = state.last->when + late;
        // The lines of the present life are others.
        if (state.since > state.last->when) until = std::min(*until, state.since);
    }
    read_log(d, s.who, until);
    if (d.lines.empty()) return {};
    std::string text = "  " + printable(d.log) + " before that:\n";
    for (const auto& l : d.lines) text += "    " + printable(l) + '\n';
    return text;
}

} // namespace

int run_status(const svctl_options& asked)
{
    const bool json = asked.has(option::json);
    const bool fields = asked.has(option::output);
    const bool several = asked.has(option::table);
    if (json + fields + several > 1)
        throw usage_error("--json, --output and --long exclude each other");
    if (fields) return show_fields(asked);
    if (json) return show_json(asked);
    const bool named = !asked.names.empty();
    if (!named && !several) return show_states(asked.scan_dir);
    auto looked = look_at_all(asked, true); // a pattern may mean several or none
    if (named && looked.all.empty()) return looked.code; // the reason has been printed
    if (asked.names.size() == 1 && looked.all.size() == 1 && !several)
        return show_one(looked.all[0], looked.code);
    return show_table(views_of(std::move(looked)));
}

int run_tree(const svctl_options& asked)
{
    const auto [all, code] = look_at_all(asked, true);
    const auto screen = standard_output();
    const auto now = linux_now().wall;
    std::string text;
    for (const auto& s : all) {
        text += heading_of(s.view, now, screen);
        if (s.view.said.state)
            text += tree_of(*s.view.said.state, grove_of(s), screen.width);
    }
    print(text);
    return code;
}

int run_why(const svctl_options& asked)
{
    const auto [all, code] = look_at_all(asked, true);
    const auto screen = standard_output();
    const auto now = linux_now().wall;
    std::string text;
    for (const auto& s : all) {
        text += heading_of(s.view, now, screen);
        if (!s.view.said.state) {
            if (const auto& c = s.view.said.complaint)
                text += "  supervise was unable to begin " + in_words(now - c->when) +
                        " ago: " + printable(c->text) + '\n';
            continue;
        }
        const auto words = words_of(s.keeper);
        for (const auto& line :
             story_of(*s.view.said.state, settings_of(words), now, s.view.said.complaint))
            text += "  " + printable(line) + '\n';
        text += log_before_death(s);
    }
    print(text);
    return code;
}

int run_metrics(const svctl_options& asked)
{
    const auto [all, code] = views_of(asked, true);
    const bool trouble = code == exit_trouble;
    const auto now = linux_now().wall;
    if (asked.has(option::textfile))
        write_by_rename(asked.value(option::textfile),
                        to_metrics(all, now, exposition::prometheus));
    else
        print(to_metrics(all, now, exposition::open_metrics));
    return trouble ? exit_trouble : exit_as_asked;
}

int run_list(const svctl_options& asked)
{
    const bool words = asked.has(option::names);
    if (words && !asked.names.empty())
        throw usage_error("unable to use --names with a SERVICE: it prints all words");
    std::string text;
    if (words)
        for (const auto& w : all_words(asked.scan_dir)) text += w + '\n';
    else
        for (const auto& who : meant(asked)) text += who.shown + '\n';
    print(text);
    return exit_as_asked;
}

} // namespace foster
