// The keys of service.toml: one table.
#include "lib/toml/read_settings.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <optional>

#include "lib/duration.h"
#include "lib/signals.h"
#include "lib/toml/tomlplusplus.h"

namespace foster {

namespace {

enum class kind : unsigned char { survivors, truth, path, signal, duration };

struct key {
    std::string_view name; // as in the file, with its table
    kind is;
    std::string_view word; // as in lib/settings
};

constexpr auto keys = std::to_array<key>({
    {"survivors", kind::survivors, "survivors"},
    {"keep-sessions", kind::truth, "keep-sessions"},
    {"main.pidfile", kind::path, "main-pidfile"},
    {"stop.signal", kind::signal, "stop-signal"},
    {"stop.timeout", kind::duration, "stop-timeout"},
    {"stop.kin-timeout", kind::duration, "kin-timeout"},
    {"restart.delay", kind::duration, "delay"},
});

std::string_view allowed(kind k)
{
    switch (k) {
    case kind::survivors: return "\"wait\" or \"stop\"";
    case kind::truth: return "true or false";
    case kind::path: return "the path of a file, as a string";
    case kind::signal: return "the name of a signal, as \"TERM\"";
    case kind::duration:
        return "a time that is not 0, as \"30s\" (units: ms, s, m, h, d)";
    }
    return {};
}

// The value as the word has it; nothing: it is none.
std::optional<std::string> lowered(kind k, const toml::node& value)
{
    if (k == kind::truth) {
        const auto truth = value.value_exact<bool>();
        if (!truth) return std::nullopt;
        return *truth ? "true" : "false";
    }
    auto text = value.value_exact<std::string>();
    if (!text || text->empty() || text->find('\0') != text->npos) return std::nullopt;
    switch (k) {
    case kind::survivors:
        if (*text != "wait" && *text != "stop") return std::nullopt;
        return text;
    case kind::signal:
        if (const auto number = signal_number(*text)) return std::to_string(*number);
        return std::nullopt;
    case kind::duration: {
        const auto time = parse_duration(*text);
        if (!time || *time == 0s) return std::nullopt;
        return std::to_string(*time / 1ms);
    }
    case kind::truth:
    case kind::path: break;
    }
    return text;
}

// How many letters must be put in, left out or changed to make one of the other.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto change = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
        }
    }
    return row.back();
}

std::string_view nearest(std::string_view name)
{
    return std::ranges::min(keys, {},
                            [&](const key& k) { return distance(name, k.name); })
        .name;
}

bool is_table(std::string_view name)
{
    return std::ranges::any_of(keys, [&](const key& k) {
        return k.name.starts_with(name) && k.name.substr(name.size()).starts_with('.');
    });
}

class reader {
  public:
    explicit reader(std::string_view file) : file_(file) {}

    void read(const toml::table& in, const std::string& prefix)
    {
        for (const auto& [name, value] : in) {
            const auto whole = prefix + std::string{name.str()};
            const auto* const known = std::ranges::find(keys, whole, &key::name);
            if (known != keys.end())
                take(*known, value);
            else if (const auto* table = value.as_table(); table && is_table(whole))
                read(*table, whole + ".");
            else if (is_table(whole))
                complain(value, "\"" + whole + "\" must be a table: [" + whole + "]");
            else
                complain(value, "there is no key \"" + whole + "\"; the nearest is \"" +
                                    std::string{nearest(whole)} + "\"");
        }
    }

    void complain(std::size_t line, std::string_view what)
    {
        done.complaints.push_back(file_ + ":" + std::to_string(line) + ": " +
                                  std::string{what});
    }

    settings_reading done;

  private:
    void take(const key& k, const toml::node& value)
    {
        if (const auto text = lowered(k.is, value))
            done.words.push_back(std::string{k.word} + "=" + *text);
        else
            complain(value, "\"" + std::string{k.name} + "\" must be " +
                                std::string{allowed(k.is)});
    }

    void complain(const toml::node& where, std::string_view what)
    {
        complain(where.source().begin.line, what);
    }

    std::string file_;
};

} // namespace

settings_reading read_settings(std::string_view text, std::string_view file)
{
    reader r{file};
    const auto parsed = toml::parse(text);
    if (parsed)
        r.read(parsed.table(), "");
    else
        r.complain(parsed.error().source().begin.line,
                   "this is no TOML: " + std::string{parsed.error().description()});
    return std::move(r.done);
}

} // namespace foster
