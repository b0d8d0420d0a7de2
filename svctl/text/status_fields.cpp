#include "svctl/text/status_fields.h"

#include <algorithm>
#include <array>

#include "lib/nearest_words.h"
#include "lib/printable.h"
#include "lib/renamed.h"
#include "svctl/options.h"
#include "svctl/text/sentences.h"

namespace foster {

namespace {

using view = service_view;

std::string seconds_in(nanoseconds time)
{
    return std::to_string(std::max<nanoseconds>(time, 0s) / 1s);
}

std::string yes_or_no(bool b)
{
    return b ? "true" : "false";
}

std::string cpu_seconds(nanoseconds time)
{
    const auto rest = std::to_string(time / 10ms % 100);
    return std::to_string(time / 1s) + (rest.size() < 2 ? ".0" : ".") + rest;
}

constexpr auto all_fields = std::to_array<field_row>({
    {"name", false,
     [](const view& v, const status&, stamp) { return printable(v.said.name); }},
    {"path", false,
     [](const view& v, const status&, stamp) { return printable(v.path); }},
    {"phase", false,
     [](const view&, const status& s, stamp) { return std::string{to_text(s.phase)}; }},
    {"want", false,
     [](const view&, const status& s, stamp) { return std::string{to_text(s.want)}; }},
    {"main", false,
     [](const view&, const status& s, stamp) { return std::to_string(s.main.number); }},
    {"ready", false,
     [](const view&, const status& s, stamp) { return yes_or_no(s.ready); }},
    {"paused", false,
     [](const view&, const status& s, stamp) { return yes_or_no(s.paused); }},
    {"since", false,
     [](const view&, const status& s, stamp) { return to_text(s.since); }},
    {"seconds", false,
     [](const view&, const status& s, stamp now) { return seconds_in(now - s.since); }},
    {"starts", false,
     [](const view&, const status& s, stamp) { return std::to_string(s.starts); }},
    {"status-text", false,
     [](const view&, const status& s, stamp) { return printable(s.says); }},
    {"restarts", false,
     [](const view&, const status& s, stamp) { return std::to_string(restarts(s)); }},
    {"processes", true,
     [](const view& v, const status&, stamp) {
         return std::to_string(v.uses.processes);
     }},
    {"memory", true,
     [](const view& v, const status&, stamp) { return std::to_string(v.uses.memory); }},
    {"cpu", true,
     [](const view& v, const status&, stamp) { return cpu_seconds(v.uses.cpu); }},
    {"how", false,
     [](const view&, const status& s, stamp) {
         return s.last ? std::string{to_text(s.last->of.how)} : "";
     }},
    {"status", false,
     [](const view&, const status& s, stamp) {
         return s.last ? std::to_string(s.last->of.status) : "";
     }},
    {"died", false,
     [](const view&, const status& s,
        stamp) { return s.last ? to_text(s.last->when) : ""; }},
    {"retry", false,
     [](const view&, const status& s,
        stamp) { return s.retry ? to_text(*s.retry) : ""; }},
});

std::string value_of(const field_row& f, const service_view& v, stamp now)
{
    static const status none;
    if (!v.said.state && f.name == "phase") return "unsupervised";
    if (!v.said.state && f.name != "name" && f.name != "path") return "-";
    const auto text = f.of(v, v.said.state ? *v.said.state : none, now);
    return text.empty() ? "-" : text;
}

} // namespace

std::vector<const field_row*> read_fields(const std::string& list,
                                          std::vector<std::string>& warnings)
{
    std::vector<const field_row*> all;
    for (std::size_t from = 0; from <= list.size();) {
        const auto to = std::min(list.find(',', from), list.size());
        const auto given = list.substr(from, to - from);
        const std::string name{present_word(given)};
        from = to + 1;
        const auto found = std::find_if(all_fields.begin(), all_fields.end(),
                                        [&](const auto& f) { return f.name == name; });
        if (found != all_fields.end()) {
            all.push_back(&*found);
            if (name != given)
                warnings.push_back("the field " + given + " is called " + name + " now");
            continue;
        }
        std::vector<std::string> known;
        for (const auto& f : all_fields) known.emplace_back(f.name);
        const auto near = nearest(name, known, 1);
        throw usage_error("unable to understand the field \"" + given + "\": " +
                          (near.empty() ? "the fields are " + known_fields()
                                        : "the nearest is " + near[0]));
    }
    return all;
}

std::string to_lines(std::span<const service_view> services,
                     const std::vector<const field_row*>& fields, stamp now)
{
    std::string text;
    for (const auto& v : services) {
        for (bool first = true; const auto* const f : fields) {
            text.append(first ? "" : "\t").append(value_of(*f, v, now));
            first = false;
        }
        text += '\n';
    }
    return text;
}

std::string known_fields()
{
    std::string text;
    for (const auto& f : all_fields) text.append(text.empty() ? "" : ",").append(f.name);
    return text;
}

} // namespace foster
