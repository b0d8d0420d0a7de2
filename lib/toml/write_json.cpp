#include "lib/toml/write_json.h"

#include <sstream>

#include "lib/toml/tomlplusplus.h"

namespace foster {

namespace {

// How many bytes the UTF-8 character at the front of `text` has; 0: it is none.
std::size_t character(std::string_view text)
{
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned first = at(0);
    const std::size_t size = first < 0x80                     ? 1
                             : first >= 0xc2 && first <= 0xdf ? 2
                             : (first & 0xf0) == 0xe0         ? 3
                             : first >= 0xf0 && first <= 0xf4 ? 4
                                                              : 0;
    if (size > text.size()) return 0;
    for (std::size_t i = 1; i < size; ++i)
        if ((at(i) & 0xc0) != 0x80) return 0;
    if (size < 3) return size;
    const unsigned second = at(1); // overlong, a surrogate, or beyond U+10FFFF
    const bool bad = (first == 0xe0 && second < 0xa0) ||
                     (first == 0xed && second > 0x9f) ||
                     (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f);
    return bad ? 0 : size;
}

std::string to_utf8(std::string_view bytes)
{
    std::string text;
    while (!bytes.empty()) {
        const auto size = character(bytes);
        text.append(size ? bytes.substr(0, size) : "\xef\xbf\xbd");
        bytes.remove_prefix(size ? size : 1);
    }
    return text;
}

std::int64_t number(std::uint64_t n)
{
    return static_cast<std::int64_t>(n);
}

toml::array to_array(const std::vector<member>& all)
{
    toml::array list;
    for (const auto& m : all)
        list.push_back(toml::table{
            {"pid", m.who.number}, {"start", number(m.start)}, {"came", to_text(m.how)}});
    return list;
}

toml::array to_array(const std::vector<pid>& all)
{
    toml::array list;
    for (const pid p : all) list.push_back(p.number);
    return list;
}

void add(toml::table& to, const status& s)
{
    to.insert("phase", to_text(s.phase));
    to.insert("want", to_text(s.want));
    to.insert("main", s.main.number);
    to.insert("ready", s.ready);
    to.insert("paused", s.paused);
    to.insert("since", to_text(s.since));
    to.insert("starts", number(s.starts));
    to.insert("kin", to_array(s.kin));
    to.insert("bystanders", to_array(s.bystanders));
    if (!s.attendants.empty()) to.insert("attendants", to_array(s.attendants));
    if (!s.killed.empty()) to.insert("killed", to_array(s.killed));
    if (s.retry) to.insert("retry", to_text(*s.retry));
    if (const auto& last = s.last)
        to.insert("last-death", toml::table{{"pid", last->of.who.number},
                                            {"how", to_text(last->of.how)},
                                            {"status", last->of.status},
                                            {"when", to_text(last->when)}});
}

toml::table to_table(const account& a)
{
    toml::table t{{"name", to_utf8(a.name)}};
    if (!a.state) {
        t.insert("phase", "unsupervised");
        return t;
    }
    add(t, *a.state);
    toml::array processes;
    for (const auto p : a.processes) processes.push_back(p.number);
    t.insert("processes", std::move(processes));
    return t;
}

} // namespace

std::string to_json(std::span<const account> services)
{
    toml::array list;
    for (const auto& s : services) list.push_back(to_table(s));
    const toml::table all{{"version", 1}, {"services", std::move(list)}};
    std::ostringstream text;
    text << toml::json_formatter{all} << '\n';
    return text.str();
}

} // namespace foster
