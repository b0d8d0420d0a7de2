// Writes the three formats of a status.
#include "lib/status.h"

#include <algorithm>
#include <charconv>

#include "lib/renamed.h"
#include "lib/tai64n.h"

namespace foster {

namespace {

void append(std::string& to, std::uint64_t value)
{
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    to.append(digits, end);
}

void append(std::string& to, pid p)
{
    append(to, static_cast<std::uint64_t>(p.number));
}

void append_padded(std::string& to, std::uint64_t value, std::size_t width)
{
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    const auto length = static_cast<std::size_t>(end - digits);
    if (length < width) to.append(width - length, '0');
    to.append(digits, end);
}

// These functions write a state piece by piece: it may be long, and memory is short.
void put(sink& to, std::uint64_t value)
{
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    to.put({digits, static_cast<std::size_t>(end - digits)});
}

void put(sink& to, pid p)
{
    put(to, static_cast<std::uint64_t>(p.number));
}

void line(sink& to, std::string_view key, std::string_view value)
{
    to.put(key);
    to.put(" = ");
    to.put(value);
    to.put("\n");
}

void quoted_line(sink& to, std::string_view key, std::string_view value)
{
    to.put(key);
    to.put(" = \"");
    to.put(value);
    to.put("\"\n");
}

// Writes a basic string of TOML.  The text has no control characters.
void escaped_line(sink& to, std::string_view key, std::string_view text)
{
    to.put(key);
    to.put(" = \"");
    while (!text.empty()) {
        const auto plain = std::min(text.find_first_of("\"\\"), text.size());
        to.put(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) break;
        to.put("\\");
        to.put(text.substr(0, 1));
        text.remove_prefix(1);
    }
    to.put("\"\n");
}

void line(sink& to, std::string_view key, std::uint64_t value)
{
    to.put(key);
    to.put(" = ");
    put(to, value);
    to.put("\n");
}

// Writes KEY = [ONE, ...]; `put_one` writes one element.
template<class List, class Put>
void put_list(sink& to, std::string_view key, const List& all, Put put_one)
{
    to.put(key);
    to.put(" = [");
    for (bool first = true; const auto& one : all) {
        if (!first) to.put(", ");
        first = false;
        put_one(one);
    }
    to.put("]\n");
}

void put_kin(sink& to, const std::vector<member>& all)
{
    put_list(to, "children", all, [&](const member& k) {
        to.put("{pid = ");
        put(to, k.who);
        to.put(", start = ");
        put(to, k.start);
        if (k.session) {
            to.put(", session = ");
            put(to, k.session);
        }
        to.put(", came = \"");
        to.put(to_text(k.how));
        to.put("\"}");
    });
}

void line(sink& to, std::string_view key, const std::vector<pid>& all)
{
    put_list(to, key, all, [&](pid p) { put(to, p); });
}

std::string in_braces(const act& a)
{
    std::string text = "{what = \"";
    text += to_text(a.what);
    text += "\", signal = ";
    append(text, static_cast<std::uint64_t>(a.signal));
    text += ", when = " + to_text(a.when);
    if (a.ended) text += ", ended = true";
    return text += '}';
}

void put_deaths(sink& to, const earlier_deaths& all)
{
    put_list(to, "earlier-deaths", all, [&](const last_death& d) {
        to.put("{pid = ");
        put(to, d.of.who);
        to.put(", how = \"");
        to.put(to_text(d.of.how));
        to.put("\", status = ");
        put(to, static_cast<std::uint64_t>(d.of.status));
        to.put(", when = ");
        to.put(to_text(d.when));
        if (d.of.oom != oom_kill::no) {
            to.put(", oom = \"");
            to.put(to_text(d.of.oom));
            to.put("\"");
        }
        to.put("}");
    });
}

} // namespace

std::string_view to_text(phase p)
{
    switch (p) {
    case phase::down: return "down";
    case phase::starting: return "starting";
    case phase::up: return "up";
    case phase::degraded: return "degraded";
    case phase::stopping: return "stopping";
    case phase::finishing: return "finishing";
    case phase::waiting: return "waiting";
    case phase::failed: return "failed";
    }
    return {};
}

std::string_view to_text(want w)
{
    switch (w) {
    case want::up: return "up";
    case want::down: return "down";
    case want::once: return "once";
    }
    return {};
}

std::string_view to_text(came c)
{
    switch (c) {
    case came::spawned: return "spawned";
    case came::adopted: return "adopted";
    case came::taken_back: return "taken-back";
    }
    return {};
}

std::string_view to_text(manner m)
{
    switch (m) {
    case manner::exited: return "exited";
    case manner::signalled: return "signalled";
    case manner::dumped: return "dumped";
    case manner::unknown: return "unknown";
    }
    return {};
}

std::string_view to_text(deed d)
{
    switch (d) {
    case deed::signal: return "signal";
    case deed::stop: return "stop";
    case deed::ready_timeout: return "ready-timeout";
    case deed::watchdog: return "watchdog";
    case deed::survivors: return "survivors";
    case deed::finish_timeout: return "finish-timeout";
    }
    return {};
}

std::string_view to_text(oom_kill o)
{
    switch (o) {
    case oom_kill::no: return "no";
    case oom_kill::perhaps: return "perhaps";
    case oom_kill::yes: return "yes";
    }
    return {};
}

std::array<unsigned char, 20> to_bytes(const status& s)
{
    std::array<unsigned char, 20> bytes{};
    const auto label = to_tai64n(s.pid_since);
    for (std::size_t i = 0; i < label.size(); ++i) bytes[i] = label[i];
    const auto shown = static_cast<std::uint32_t>(s.shown().number);
    for (unsigned i = 0; i < 4; ++i) bytes[12 + i] = shown >> (8 * i) & 0xff;
    bytes[16] = s.paused;
    bytes[17] = s.want == want::up && s.phase != phase::failed ? 'u' : 'd';
    bytes[18] = s.termed;
    bytes[19] = s.phase == phase::finishing ? 2 : shown ? 1 : 0;
    return bytes;
}

std::string to_stat(const status& s)
{
    std::string text = s.phase == phase::finishing ? "finish"
                       : s.shown()                 ? "run"
                                                   : "down";
    if (s.paused) text += ", paused";
    if (s.termed) text += ", got TERM";
    if (s.shown() && s.leaving)
        text += ", want exit";
    else if (s.shown() && s.want == want::down)
        text += ", want down";
    return text += '\n';
}

std::string to_pid(const status& s)
{
    std::string text;
    if (!s.shown()) return text;
    append(text, s.shown());
    return text += '\n';
}

void write_state(const status& s, sink& text, std::string_view boot)
{
    line(text, "version", state_version);
    if (!boot.empty()) quoted_line(text, "boot", boot);
    quoted_line(text, "phase", to_text(s.phase));
    quoted_line(text, "want", to_text(s.want));
    line(text, "main", static_cast<std::uint64_t>(s.main.number));
    line(text, "ready", s.ready ? "true" : "false");
    line(text, "paused", s.paused ? "true" : "false");
    if (s.essential) line(text, "essential", "true");
    line(text, "since", to_text(s.since));
    line(text, "starts", s.starts);
    put_kin(text, s.kin);
    line(text, "bystanders", s.bystanders);
    if (!s.attendants.empty()) line(text, "attendants", s.attendants);
    if (!s.killed.empty()) line(text, "killed", s.killed);
    if (!s.says.empty()) escaped_line(text, "status-text", s.says);
    if (s.retry) line(text, "retry", to_text(*s.retry));
    if (s.renewed) line(text, "upgraded-at", to_text(*s.renewed));
    if (s.last_act) line(text, "last-act", in_braces(*s.last_act));
    if (!s.earlier.empty()) put_deaths(text, s.earlier);
    if (!s.last) return;
    text.put("[last-death]\n");
    line(text, "pid", static_cast<std::uint64_t>(s.last->of.who.number));
    quoted_line(text, "how", to_text(s.last->of.how));
    line(text, "status", static_cast<std::uint64_t>(s.last->of.status));
    line(text, "when", to_text(s.last->when));
    if (s.last->of.oom != oom_kill::no) quoted_line(text, "oom", to_text(s.last->of.oom));
}

std::string to_state(const status& s, std::string_view boot)
{
    struct : sink {
        std::string text;
        void put(std::string_view piece) noexcept override { text += piece; }
    } all;
    write_state(s, all, boot);
    return all.text;
}

std::string to_text(stamp when)
{
    using namespace std::chrono;
    const auto day = floor<days>(when);
    const year_month_day date{day};
    const hh_mm_ss clock{floor<microseconds>(when - day)};
    std::string text;
    text.reserve(27);
    append_padded(text, static_cast<std::uint64_t>(static_cast<int>(date.year())), 4);
    text += '-';
    append_padded(text, static_cast<unsigned>(date.month()), 2);
    text += '-';
    append_padded(text, static_cast<unsigned>(date.day()), 2);
    text += 'T';
    append_padded(text, static_cast<std::uint64_t>(clock.hours().count()), 2);
    text += ':';
    append_padded(text, static_cast<std::uint64_t>(clock.minutes().count()), 2);
    text += ':';
    append_padded(text, static_cast<std::uint64_t>(clock.seconds().count()), 2);
    text += '.';
    append_padded(text, static_cast<std::uint64_t>(clock.subseconds().count()), 6);
    return text += 'Z';
}

} // namespace foster
