// The words, in one table: each line writes and reads one member.
#include "lib/succession.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "lib/word.h"

namespace foster {

namespace {

// Numbers between colons, as a process with its start is `4412:1234567:adopted`.
class fields {
  public:
    explicit fields(std::string_view text) : rest_(text) {}

    std::string_view word()
    {
        const auto end = std::min(rest_.find(':'), rest_.size());
        const auto one = rest_.substr(0, end);
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        return one;
    }

    template<class Number>
    Number number(Number most = std::numeric_limits<Number>::max())
    {
        const auto text = word();
        Number value{};
        const auto [end, error] =
            std::from_chars(text.data(), text.data() + text.size(), value);
        right_ = right_ && error == std::errc{} && end == text.data() + text.size() &&
                 value >= 0 && value <= most;
        return value;
    }

    template<class Enum>
    Enum named()
    {
        const auto value = from_text<Enum>(word());
        right_ = right_ && value;
        return value.value_or(Enum{});
    }

    std::string_view text() { return std::exchange(rest_, {}); }
    pid process() { return {number<int>()}; }
    stamp time() { return stamp{nanoseconds{number<std::int64_t>()}}; }
    bool flag() { return number<int>(1) != 0; }

    // All of it was there, and nothing else.
    bool right() const { return right_ && rest_.empty(); }

  private:
    std::string_view rest_;
    bool right_ = true;
};

std::string text_of(pid p)
{
    return std::to_string(p.number);
}

std::string text_of(stamp when)
{
    return std::to_string(when.time_since_epoch().count());
}

using lines = std::vector<std::string>;

struct entry {
    std::string_view name;
    void (*write)(const status& from, lines& to);
    void (*read)(fields& from, status& to);
};

constexpr auto entries = std::to_array<entry>({
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
                          std::string{to_text(k.how)});
     },
     [](fields& f, status& s) {
         member k;
         k.who = f.process();
         k.start = f.number<std::uint64_t>();
         k.how = f.named<came>();
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
    {"last-death",
     [](const status& s, lines& to) {
         if (!s.last) return;
         const auto& d = s.last->of;
         to.push_back(text_of(d.who) + ":" + std::string{to_text(d.how)} + ":" +
                      std::to_string(d.status) + ":" + text_of(s.last->when));
     },
     [](fields& f, status& s) {
         last_death last;
         last.of.who = f.process();
         last.of.how = f.named<manner>();
         last.of.status = f.number<int>();
         last.when = f.time();
         s.last = last;
     }},
});

constexpr std::string_view prefix = "was-";

} // namespace

std::vector<std::string> to_words(const status& was)
{
    std::vector<std::string> words;
    for (const auto& e : entries) {
        lines values;
        e.write(was, values);
        for (const auto& v : values)
            words.push_back(std::string{prefix}.append(e.name).append("=") + v);
    }
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
    if (!word.starts_with(prefix)) return false;
    word.remove_prefix(prefix.size());
    const auto equals = std::min(word.find('='), word.size());
    for (const auto& e : entries) {
        if (e.name != word.substr(0, equals) || equals == word.size()) continue;
        fields f{word.substr(equals + 1)};
        status read = was;
        e.read(f, read);
        if (!f.right()) return false;
        was = std::move(read);
        return true;
    }
    return false;
}

} // namespace foster
