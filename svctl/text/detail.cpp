#include "svctl/text/detail.h"

#include <algorithm>
#include <charconv>

#include "lib/predecessor.h"
#include "lib/printable.h"
#include "lib/program_path.h"
#include "lib/renamed.h"
#include "lib/settings.h"
#include "lib/signals.h"
#include "lib/toml/keys.h"
#include "svctl/text/sentences.h"

namespace foster {

namespace {

std::string time_in_words(long ms)
{
    for (const auto& [unit, name] :
         {std::pair{86'400'000L, "d"}, {3'600'000L, "h"}, {60'000L, "m"}, {1000L, "s"}})
        if (ms % unit == 0) return std::to_string(ms / unit) + name;
    return std::to_string(ms) + "ms";
}

std::string hundredths_in_words(long n)
{
    auto text = std::to_string(n / 100);
    if (n % 100 == 0) return text;
    text += n % 100 < 10 ? ".0" : ".";
    text += std::to_string(n % 100);
    while (text.ends_with('0')) text.pop_back();
    return text;
}

std::string quoted(std::string_view text)
{
    std::string all{'"'};
    for (const char c : text) {
        if (c == '"' || c == '\\') all += '\\';
        all += c;
    }
    return all + '"';
}

// Returns the value of a word as TOML writes it.
std::string value_in_words(word_form form, const std::string& value)
{
    long number = 0;
    const auto* const end = value.data() + value.size();
    const bool is_number = std::from_chars(value.data(), end, number).ptr == end;
    switch (form) {
    case word_form::as_written: break;
    case word_form::milliseconds: return quoted(time_in_words(number));
    case word_form::hundredths: return hundredths_in_words(number);
    case word_form::signal:
        for (const auto& s : signal_names)
            if (s.number == number) return quoted(s.name);
        break;
    case word_form::octal: return quoted(value);
    }
    return is_number ? value : quoted(value);
}

class writer {
  public:
    explicit writer(const layout& as) : as_(as) {}

    void fact(std::string_view name, const std::string& value)
    {
        std::string begin = "  " + std::string{name};
        begin.resize(15, ' ');
        text_ += shortened(begin + value, as_.width) + '\n';
    }

    void line(const std::string& text) { text_ += shortened(text, as_.width) + '\n'; }
    void add(const std::string& text) { text_ += text; }
    std::string done() { return std::move(text_); }

  private:
    const layout& as_;
    std::string text_;
};

std::string death_in_words(const last_death& d, stamp now)
{
    return "pid " + std::to_string(d.of.who.number) + ", " + in_words(d.of) + ", " +
           in_words(now - d.when) + " ago, " + to_text(d.when);
}

// Adds the settings of service.toml before the first `--`, or the words of
// supervise-exec between it and the next `--`, then the command.
void tell_settings(writer& w, const std::vector<std::string>& words)
{
    const auto end = std::ranges::find(words, "--");
    for (auto word = words.begin(); word != end; ++word)
        if (*word == refresh_later_word)
            w.fact("at its start", "ready.* is read again");
        else if (word->starts_with(defaults_word))
            w.fact("defaults", printable(word->substr(defaults_word.size())));
        else
            w.fact("setting", printable(setting_in_words(*word)));
    if (end == words.end()) return;
    auto first = end + 1;
    if (first != words.end() && is_supervise_exec(*first))
        for (++first; first != words.end() && *first++ != "--";)
            if (const auto& word = *(first - 1); !word.starts_with("service="))
                w.fact("setting", printable(setting_in_words(word)));
    std::string program;
    for (auto word = first; word != words.end(); ++word)
        program += (program.empty() ? "" : " ") + printable(*word);
    w.fact("command", program);
}

void tell_complaint(writer& w, const complaint& c, stamp now)
{
    w.fact("complaint", printable(c.text) + ", " + in_words(now - c.when) + " ago, " +
                            to_text(c.when));
}

void tell_facts(writer& w, const detail& d, stamp now)
{
    const auto& s = *d.of.said.state;
    w.fact("main", s.main ? std::to_string(s.main.number) : "none");
    if (!s.says.empty()) w.fact("says", printable(s.says));
    w.fact("since", in_words(now - s.since) + ", " + to_text(s.since));
    w.fact("processes", std::to_string(d.of.uses.processes) + ", memory " +
                            bytes_in_words(d.of.uses.memory) + ", CPU " +
                            cpu_in_words(d.of.uses.cpu));
    w.fact("starts", std::to_string(s.starts));
    w.fact("last death", s.last ? death_in_words(*s.last, now) : "none");
    for (const auto& e : s.earlier) w.fact("before that", death_in_words(e, now));
    if (s.retry) w.fact("next try", to_text(*s.retry));
    if (s.last_act)
        w.fact("last act", in_words(*s.last_act) + ", " +
                               in_words(now - s.last_act->when) + " ago, " +
                               to_text(s.last_act->when));
    if (const auto& c = d.of.said.complaint; c && is_current(*c, s))
        tell_complaint(w, *c, now);
    if (!s.killed.empty())
        w.fact("killed", pids_in_words(s.killed) + ", by the last stop");
    tell_settings(w, d.words);
    if (!d.unread.empty()) w.fact("log", printable(d.unread));
    if (!d.newer.empty()) w.fact("not in force", printable(d.newer));
}

} // namespace

std::string detail_of(const detail& d, stamp now, const layout& as)
{
    writer w{as};
    w.add(printable(d.of.said.name) + ": " + coloured_state(d.of, now, as.colours) +
          '\n');
    w.fact("directory", printable(d.of.path));
    if (!d.of.said.state) {
        if (d.of.said.complaint) tell_complaint(w, *d.of.said.complaint, now);
        return w.done();
    }
    tell_facts(w, d, now);
    if (const auto tree = tree_of(*d.of.said.state, d.processes, as.width); !tree.empty())
        w.add("processes:\n" + tree);
    if (!d.log.empty()) w.line(printable(d.log) + ':');
    for (const auto& l : d.lines) w.line("  " + printable(l));
    return w.done();
}

std::string setting_in_words(const std::string& word)
{
    const auto equals = std::min(word.find('='), word.size());
    std::string name{present_word(std::string_view{word}.substr(0, equals))};
    // supervise-exec gets accounts as numbers.
    if (name == "uid") name = "user";
    if (name == "gid") name = "group";
    for (const auto& k : all_keys())
        if (!name.empty() && k.word == name)
            return std::string{k.name} + " = " +
                   (equals == word.size()
                        ? std::string{"true"}
                        : value_in_words(k.takes.form, word.substr(equals + 1)));
    return word;
}

} // namespace foster
