#include "lib/toml/write_json.h"

#include <sstream>

#include "lib/renamed.h"
#include "lib/toml/tomlplusplus.h"
#include "lib/utf8.h"

namespace foster {

namespace {

std::int64_t number(std::uint64_t n)
{
    return static_cast<std::int64_t>(n);
}

toml::array to_array(const std::vector<member>& all)
{
    toml::array list;
    for (const auto& m : all) {
        toml::table one{
            {"pid", m.who.number}, {"start", number(m.start)}, {"came", to_text(m.how)}};
        if (m.session) one.emplace<std::int64_t>("session", m.session.number);
        list.push_back(std::move(one));
    }
    return list;
}

toml::array to_array(const std::vector<pid>& all)
{
    toml::array list;
    for (const pid p : all) list.push_back(p.number);
    return list;
}

toml::table to_table(const last_death& d)
{
    toml::table one{{"pid", d.of.who.number},
                    {"how", to_text(d.of.how)},
                    {"status", d.of.status},
                    {"when", to_text(d.when)}};
    if (d.of.oom != oom_kill::no) one.emplace("oom", to_text(d.of.oom));
    return one;
}

toml::table to_table(const act& a)
{
    return toml::table{{"what", to_text(a.what)},
                       {"signal", a.signal},
                       {"when", to_text(a.when)},
                       {"ended", a.ended}};
}

toml::table to_table(const complaint& c)
{
    return toml::table{
        {"what", to_text(c.what)}, {"when", to_text(c.when)}, {"text", to_utf8(c.text)}};
}

void add(toml::table& to, const status& s)
{
    to.insert("phase", to_text(s.phase));
    to.insert("want", to_text(s.want));
    to.insert("main", s.main.number);
    to.insert("ready", s.ready);
    to.insert("paused", s.paused);
    if (s.essential) to.insert("essential", true);
    to.insert("since", to_text(s.since));
    to.insert("starts", number(s.starts));
    to.insert("children", to_array(s.kin));
    to.insert("bystanders", to_array(s.bystanders));
    if (!s.attendants.empty()) to.insert("attendants", to_array(s.attendants));
    if (!s.killed.empty()) to.insert("killed", to_array(s.killed));
    if (!s.says.empty()) to.insert("status-text", s.says);
    if (s.retry) to.insert("retry", to_text(*s.retry));
    if (s.renewed) to.insert("upgraded-at", to_text(*s.renewed));
    if (s.last_act) to.insert("last-act", to_table(*s.last_act));
    if (s.last) to.insert("last-death", to_table(*s.last));
    toml::array earlier;
    for (const auto& d : s.earlier) earlier.push_back(to_table(d));
    if (!s.earlier.empty()) to.insert("earlier-deaths", std::move(earlier));
}

toml::table to_table(const account& a)
{
    toml::table t{{"name", to_utf8(a.name)}};
    if (a.complaint) t.insert("complaint", to_table(*a.complaint));
    if (!a.state) {
        t.insert("phase", "unsupervised");
        if (!a.kept_by.empty()) t.insert("kept-by", to_utf8(a.kept_by));
        return t;
    }
    add(t, *a.state);
    return t;
}

std::string in_one_line(const toml::table& t)
{
    std::ostringstream text;
    text << toml::json_formatter{t};
    std::string line;
    bool begins = false; // in a string, a newline is written as \n
    for (const char c : text.str()) {
        begins = c == '\n' || (begins && c == ' ');
        if (!begins) line += c;
    }
    return line + '\n';
}

} // namespace

std::string to_json(std::span<const account> services)
{
    toml::array list;
    for (const auto& s : services) {
        auto t = to_table(s);
        toml::array processes;
        for (const auto p : s.processes) processes.push_back(p.number);
        if (s.state) t.insert("processes", std::move(processes));
        list.push_back(std::move(t));
    }
    const toml::table all{{"version", number(state_version)},
                          {"services", std::move(list)}};
    std::ostringstream text;
    text << toml::json_formatter{all} << '\n';
    return text.str();
}

std::string to_json_line(const happening& h, const account& of)
{
    auto t = to_table(of);
    t.insert("version", number(state_version));
    t.insert("event", h.event);
    t.insert("time", to_text(h.when));
    t.insert("text", to_utf8(h.text));
    return in_one_line(t);
}

} // namespace foster
