// Lists the words in one table: each line writes and reads one member.
#include "lib/predecessor.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "lib/colon_fields.h"
#include "lib/enum_word.h"

namespace foster {

namespace {

std::string text_of(pid p)
{
    return std::to_string(p.number);
}

std::string text_of(stamp when)
{
    return std::to_string(when.time_since_epoch().count());
}

std::string text_of(instant when)
{
    return std::to_string(when.time_since_epoch().count());
}

std::string text_of(const death& d)
{
    return text_of(d.who) + ":" + std::string{to_text(d.how)} + ":" +
           std::to_string(d.status);
}

death death_in(fields& f)
{
    const pid who = f.process();
    const auto how = f.named<manner>();
    return {who, how, f.number<int>()};
}

std::string text_of(const last_death& d)
{
    const bool oom = d.of.oom != oom_kill::no;
    return text_of(d.of) + ":" + text_of(d.when) +
           (oom ? ":" + std::string{to_text(d.of.oom)} : "");
}

last_death timed_death_in(fields& f)
{
    last_death d{death_in(f), f.time()};
    if (f.more()) d.of.oom = f.named<oom_kill>();
    return d;
}

std::string text_of(const act& a)
{
    return std::string{to_text(a.what)} + ":" + std::to_string(a.signal) + ":" +
           text_of(a.when) + (a.ended ? ":1" : "");
}

act act_in(fields& f)
{
    const auto what = f.named<deed>();
    const auto signal = f.number<short>();
    const auto when = f.time();
    return {what, signal, f.more() && f.flag(), when};
}

using lines = std::vector<std::string>;

template<class What>
struct entry {
    std::string_view name;
    void (*write)(const What& from, lines& to);
    void (*read)(fields& from, What& to);
};

constexpr auto of_status = std::to_array<entry<status>>({
    {"phase", [](const status& s, lines& to) { to.emplace_back(to_text(s.phase)); },
     [](fields& f, status& s) { s.phase = f.named<phase>(); }},
    {"want", [](const status& s, lines& to) { to.emplace_back(to_text(s.want)); },
     [](fields& f, status& s) { s.want = f.named<want>(); }},
    {"main", [](const status& s, lines& to) { to.push_back(text_of(s.main)); },
     [](fields& f, status& s) { s.main = f.process(); }},
    {"ready", [](const status& s, lines& to) { to.emplace_back(s.ready ? "1" : "0"); },
     [](fields& f, status& s) { s.ready = f.flag(); }},
    {"paused", [](const status& s, lines& to) { to.emplace_back(s.paused ? "1" : "0"); },
     [](fields& f, status& s) { s.paused = f.flag(); }},
    {"termed", [](const status& s, lines& to) { to.emplace_back(s.termed ? "1" : "0"); },
     [](fields& f, status& s) { s.termed = f.flag(); }},
    {"since", [](const status& s, lines& to) { to.push_back(text_of(s.since)); },
     [](fields& f, status& s) { s.since = f.time(); }},
    {"pid-since", [](const status& s, lines& to) { to.push_back(text_of(s.pid_since)); },
     [](fields& f, status& s) { s.pid_since = f.time(); }},
    {"starts", [](const status& s, lines& to) { to.push_back(std::to_string(s.starts)); },
     [](fields& f, status& s) { s.starts = f.number<std::uint64_t>(); }},
    {"kin",
     [](const status& s, lines& to) {
         for (const auto& k : s.kin)
             to.push_back(text_of(k.who) + ":" + std::to_string(k.start) + ":" +
                          std::string{to_text(k.how)} +
                          (k.session ? ":" + text_of(k.session) : ""));
     },
     [](fields& f, status& s) {
         member k;
         k.who = f.process();
         k.start = f.number<std::uint64_t>();
         k.how = f.named<came>();
         if (f.more()) k.session = f.process();
         s.kin.push_back(k);
     }},
    {"bystander",
     [](const status& s, lines& to) {
         for (const pid p : s.bystanders) to.push_back(text_of(p));
     },
     [](fields& f, status& s) { s.bystanders.push_back(f.process()); }},
    {"attendant",
     [](const status& s, lines& to) {
         for (const pid p : s.attendants) to.push_back(text_of(p));
     },
     [](fields& f, status& s) { s.attendants.push_back(f.process()); }},
    {"killed",
     [](const status& s, lines& to) {
         for (const pid p : s.killed) to.push_back(text_of(p));
     },
     [](fields& f, status& s) { s.killed.push_back(f.process()); }},
    {"says",
     [](const status& s, lines& to) {
         if (!s.says.empty()) to.push_back(s.says);
     },
     [](fields& f, status& s) { s.says = f.text(); }},
    {"retry",
     [](const status& s, lines& to) {
         if (s.retry) to.push_back(text_of(*s.retry));
     },
     [](fields& f, status& s) { s.retry = f.time(); }},
    {"renewed",
     [](const status& s, lines& to) {
         if (s.renewed) to.push_back(text_of(*s.renewed));
     },
     [](fields& f, status& s) { s.renewed = f.time(); }},
    {"last-act",
     [](const status& s, lines& to) {
         if (s.last_act) to.push_back(text_of(*s.last_act));
     },
     [](fields& f, status& s) { s.last_act = act_in(f); }},
    {"last-death",
     [](const status& s, lines& to) {
         if (s.last) to.push_back(text_of(*s.last));
     },
     [](fields& f, status& s) { s.last = timed_death_in(f); }},
    {"earlier-death",
     [](const status& s, lines& to) {
         for (const auto& d : s.earlier) to.push_back(text_of(d));
     },
     [](fields& f, status& s) { s.earlier.add_older(timed_death_in(f)); }},
});

constexpr auto of_predecessor = std::to_array<entry<predecessor>>({
    {"run",
     [](const predecessor& p, lines& to) {
         if (p.run) to.push_back(text_of(p.run));
     },
     [](fields& f, predecessor& p) { p.run = f.process(); }},
    {"launched",
     [](const predecessor& p, lines& to) {
         if (p.launched) to.push_back(text_of(*p.launched));
     },
     [](fields& f, predecessor& p) { p.launched = f.at(); }},
});

template<bool renewal::*Flag>
constexpr entry<renewal> flag(std::string_view name)
{
    return {name,
            [](const renewal& r, lines& to) { to.emplace_back(r.*Flag ? "1" : "0"); },
            [](fields& f, renewal& r) { r.*Flag = f.flag(); }};
}

template<std::optional<instant> renewal::*When>
constexpr entry<renewal> deadline(std::string_view name)
{
    return {name,
            [](const renewal& r, lines& to) {
                if (r.*When) to.push_back(text_of(*(r.*When)));
            },
            [](fields& f, renewal& r) { r.*When = f.at(); }};
}

// Increase it if a number is added to the words, or changes its meaning.
constexpr int renewal_version = 2;

constexpr auto of_renewal = std::to_array<entry<renewal>>({
    {"version",
     [](const renewal&, lines& to) { to.push_back(std::to_string(renewal_version)); },
     [](fields& f, renewal&) { f.number<int>(renewal_version); }},
    {"files",
     [](const renewal& r, lines& to) {
         std::string text;
         for (const int n :
              {r.files.lock, r.files.control, r.files.ok, r.files.notify, r.files.ready})
             text += (text.empty() ? "" : ":") + std::to_string(n);
         to.push_back(std::move(text));
     },
     [](fields& f, renewal& r) {
         for (int* const n : {&r.files.lock, &r.files.control, &r.files.ok,
                              &r.files.notify, &r.files.ready})
             *n = f.number<int>();
     }},
    flag<&renewal::forked>("forked"),
    {"run", [](const renewal& r, lines& to) { to.push_back(text_of(r.run)); },
     [](fields& f, renewal& r) { r.run = f.process(); }},
    {"launched", [](const renewal& r, lines& to) { to.push_back(text_of(r.launched)); },
     [](fields& f, renewal& r) { r.launched = f.at(); }},
    {"settled",
     [](const renewal& r, lines& to) {
         if (!r.settled) return;
         const auto& c = *r.settled;
         to.push_back(text_of(c.who) + ":" + std::to_string(c.start) + ":" +
                      text_of(c.session) + ":" + std::to_string(c.program) + ":" +
                      std::to_string(c.login) + ":" + std::to_string(c.user));
     },
     [](fields& f, renewal& r) {
         child c;
         c.who = f.process();
         c.start = f.number<std::uint64_t>();
         c.session = f.process();
         c.program = f.number<std::uint64_t>();
         c.login = f.number<std::uint32_t>();
         if (f.more()) c.user = f.number<std::uint32_t>(); // not in version 1
         r.settled = c;
     }},
    {"loss",
     [](const renewal& r, lines& to) {
         if (r.loss) to.push_back(text_of(*r.loss));
     },
     [](fields& f, renewal& r) { r.loss = death_in(f); }},
    {"pace",
     [](const renewal& r, lines& to) {
         to.push_back(text_of(r.tried) + ":" + text_of(r.not_before) + ":" +
                      std::to_string(r.delay.count()));
     },
     [](fields& f, renewal& r) {
         r.tried = f.at();
         r.not_before = f.at();
         r.delay = nanoseconds{f.number<std::int64_t>()};
     }},
    flag<&renewal::forks>("forks"),
    flag<&renewal::once_due>("once-due"),
    flag<&renewal::loss_noted>("loss-noted"),
    flag<&renewal::said_ready>("said-ready"),
    flag<&renewal::audible>("audible"),
    {"death",
     [](const renewal& r, lines& to) {
         for (const auto when : r.deaths) to.push_back(text_of(when));
     },
     [](fields& f, renewal& r) { r.deaths.push_back(f.at()); }},
    deadline<&renewal::ready_by>("ready-by"),
    deadline<&renewal::silent_by>("silent-by"),
    {"check-at", [](const renewal& r, lines& to) { to.push_back(text_of(r.check_at)); },
     [](fields& f, renewal& r) { r.check_at = f.at(); }},
});

template<class What>
void write(std::vector<std::string>& words, std::string_view prefix,
           std::span<const entry<What>> entries, const What& from)
{
    for (const auto& e : entries) {
        lines values;
        e.write(from, values);
        for (const auto& v : values)
            words.push_back(std::string{prefix}.append(e.name).append("=") + v);
    }
}

template<class What>
bool read(std::string_view word, std::string_view prefix,
          std::span<const entry<What>> entries, What& to)
{
    if (!word.starts_with(prefix)) return false;
    word.remove_prefix(prefix.size());
    const auto equals = std::min(word.find('='), word.size());
    for (const auto& e : entries) {
        if (e.name != word.substr(0, equals) || equals == word.size()) continue;
        fields f{word.substr(equals + 1)};
        What read = to;
        e.read(f, read);
        if (!f.right()) return false;
        to = std::move(read);
        return true;
    }
    return false;
}

bool has_ended(phase p)
{
    return p == phase::down || p == phase::waiting || p == phase::failed;
}

// Corrects a status that was written before the last start: only facts that outlive a
// launch are still true.
void launch(status& said, const launch_record& run)
{
    said.phase = phase::starting;
    if (said.want == want::down) said.want = want::up; // no other state starts a service
    said.main = run.who;
    said.kin = {{.who = run.who, .how = came::spawned}};
    said.attendants.clear();
    said.ready = said.paused = said.termed = false;
    said.says.clear();
    said.retry.reset();
    said.starts = run.number;
}

// Adds a script of this launch.  When finish began, no other process of the service
// lived.
void begin_script(status& said, const launch_record& script)
{
    const bool known =
        std::ranges::find(said.attendants, script.who) != said.attendants.end();
    if (known || (script.what == launch_record::kind::finish && has_ended(said.phase)))
        return;
    if (script.what == launch_record::kind::finish) {
        said.phase = phase::finishing;
        said.main = {};
        said.kin.clear();
        said.attendants.clear();
    }
    said.attendants.push_back(script.who);
}

} // namespace

predecessor recovered(std::optional<status> said, const launch_records& r)
{
    predecessor was;
    const bool written = said.has_value();
    was.said = std::move(said).value_or(status{});
    if (!written) was.said.want = want::up;
    if (r.run && (!written || r.run->number > was.said.starts)) launch(was.said, *r.run);
    if (r.run && r.run->number == was.said.starts) {
        was.launched = r.run->at;
        if (std::ranges::find(was.said.kin, r.run->who, &member::who) !=
            was.said.kin.end())
            was.run = r.run->who;
    }
    if (!written && !r.run) was.said.phase = phase::starting; // it may have been launched
    if (r.script && r.script->number == was.said.starts)
        begin_script(was.said, *r.script);
    return was;
}

std::vector<std::string> to_words(const status& was)
{
    std::vector<std::string> words;
    write<status>(words, "was-", of_status, was);
    return words;
}

std::vector<std::string> to_words(const predecessor& was)
{
    auto words = to_words(was.said);
    write<predecessor>(words, "was-", of_predecessor, was);
    return words;
}

std::vector<std::string> to_words(const renewal& more)
{
    std::vector<std::string> words;
    write<renewal>(words, "kept-", of_renewal, more);
    return words;
}

std::vector<member> everybody(const status& was)
{
    auto all = was.kin;
    for (const pid a : was.attendants) all.push_back({.who = a});
    return all;
}

bool read_word(status& was, std::string_view word)
{
    return read<status>(word, "was-", of_status, was);
}

bool read_word(predecessor& was, std::string_view word)
{
    return read<predecessor>(word, "was-", of_predecessor, was) ||
           read_word(was.said, word);
}

bool read_word(renewal& more, std::string_view word)
{
    return read<renewal>(word, "kept-", of_renewal, more);
}

} // namespace foster
