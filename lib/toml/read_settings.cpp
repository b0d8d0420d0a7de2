// The keys of service.toml: one table.
#include "lib/toml/read_settings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <csignal>
#include <optional>

#include "lib/capabilities.h"
#include "lib/duration.h"
#include "lib/environment_file.h"
#include "lib/instance.h"
#include "lib/quantity.h"
#include "lib/schedule.h"
#include "lib/signals.h"
#include "lib/toml/tomlplusplus.h"

namespace foster {

namespace {

enum class kind : unsigned char {
    survivors,
    truth,
    path,
    signal,
    duration,
    restart,
    factor,
    deaths,
    // The outfit's:
    command,
    variables,
    flag,
    texts,
    bytes,
    seconds,
    microseconds,
    count,
    account,
    accounts,
    directory,
    mode,
    nice,
    policy,
    io_class,
    oom_score,
    processors,
    capabilities,
};

struct key {
    std::string_view name; // as in the file, with its table
    kind is;
    std::string_view word; // as in lib/settings, or of supervise-exec
};

constexpr auto keys = std::to_array<key>({
    {"survivors", kind::survivors, "survivors"},
    {"keep-sessions", kind::truth, "keep-sessions"},
    {"main.pidfile", kind::path, "main-pidfile"},
    {"stop.signal", kind::signal, "stop-signal"},
    {"stop.timeout", kind::duration, "stop-timeout"},
    {"stop.kin-timeout", kind::duration, "kin-timeout"},
    {"finish.timeout", kind::duration, "finish-timeout"},
    {"restart.when", kind::restart, "restart"},
    {"restart.delay", kind::duration, "delay"},
    {"restart.factor", kind::factor, "delay-factor"},
    {"restart.max-delay", kind::duration, "max-delay"},
    {"restart.healthy-after", kind::duration, "healthy-after"},
    {"restart.give-up.count", kind::deaths, "give-up-count"},
    {"restart.give-up.within", kind::duration, "give-up-within"},
    {"command", kind::command, "command"},
    {"environment", kind::variables, "env"},
    {"environment-files", kind::texts, "environment-file"},
    {"clear-environment", kind::flag, "clear-environment"},
    {"run-as.user", kind::account, "user"},
    {"run-as.group", kind::account, "group"},
    {"run-as.groups", kind::accounts, "groups"},
    {"run-as.umask", kind::mode, "umask"},
    {"run-as.directory", kind::directory, "directory"},
    {"run-as.root", kind::directory, "root"},
    {"limits.as", kind::bytes, "limit:as"},
    {"limits.core", kind::bytes, "limit:core"},
    {"limits.cpu", kind::seconds, "limit:cpu"},
    {"limits.data", kind::bytes, "limit:data"},
    {"limits.fsize", kind::bytes, "limit:fsize"},
    {"limits.locks", kind::count, "limit:locks"},
    {"limits.memlock", kind::bytes, "limit:memlock"},
    {"limits.msgqueue", kind::bytes, "limit:msgqueue"},
    {"limits.nice", kind::count, "limit:nice"},
    {"limits.nofile", kind::count, "limit:nofile"},
    {"limits.nproc", kind::count, "limit:nproc"},
    {"limits.rss", kind::bytes, "limit:rss"},
    {"limits.rtprio", kind::count, "limit:rtprio"},
    {"limits.rttime", kind::microseconds, "limit:rttime"},
    {"limits.sigpending", kind::count, "limit:sigpending"},
    {"limits.stack", kind::bytes, "limit:stack"},
    {"schedule.nice", kind::nice, "nice"},
    {"schedule.policy", kind::policy, "policy"},
    {"schedule.ioprio", kind::io_class, "ioprio"},
    {"schedule.oom-score-adj", kind::oom_score, "oom-score-adj"},
    {"schedule.cpu-affinity", kind::processors, "cpu-affinity"},
    {"security.no-new-privileges", kind::flag, "no-new-privileges"},
    {"security.capabilities-bounding", kind::capabilities, "capabilities-bounding"},
    {"security.capabilities-ambient", kind::capabilities, "capabilities-ambient"},
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
    case kind::restart: return "\"always\", \"failure\" or \"never\"";
    case kind::factor: return "a number from 1 to 100, as 2 or 1.5";
    case kind::deaths: return "a number from 1 to 1000";
    case kind::command: return "a program and its arguments, as [\"sleep\", \"60\"]";
    case kind::variables: return "a table: [environment]";
    case kind::flag: return "true or false";
    case kind::texts: return "a list of strings, as [\"a\", \"b\"]";
    case kind::bytes:
        return "a size, \"unlimited\", or SOFT:HARD of them, as \"64MiB\" (units: B, "
               "KiB, "
               "MiB, GiB, TiB, kB, MB, GB, TB)";
    case kind::seconds:
        return "a time, \"unlimited\", or SOFT:HARD of them, as \"30s\" (units: s, m, h, "
               "d)";
    case kind::microseconds:
        return "a time, \"unlimited\", or SOFT:HARD of them, as \"200ms\" (units: us, "
               "ms, "
               "s)";
    case kind::count:
        return "a number, \"unlimited\", or SOFT:HARD of them, as \"512:1024\"";
    case kind::account: return "a name or a number, as a string";
    case kind::accounts: return "a list of names or numbers, as [\"adm\", \"44\"]";
    case kind::directory: return "the path of a directory, as a string";
    case kind::mode: return "an octal number, as the string \"022\"";
    case kind::nice: return "a number from -20 to 19";
    case kind::policy:
        return "\"other\", \"batch\", \"idle\", \"fifo:N\" or \"rr:N\", with N from 1 to "
               "99";
    case kind::io_class:
        return "\"idle\", \"best-effort:N\" or \"realtime:N\", with N from 0 to 7";
    case kind::oom_score: return "a number from -1000 to 1000";
    case kind::processors: return "a list of processors, as \"0-3,5\"";
    case kind::capabilities:
        return "a list of capabilities, as [\"CAP_NET_BIND_SERVICE\"]";
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
    if (k == kind::factor) {
        const auto factor = value.value<double>(); // a whole number, too
        if (!value.is_number() || !(*factor >= 1 && *factor <= 100)) return std::nullopt;
        return std::to_string(std::lround(*factor * 100));
    }
    if (k == kind::deaths) {
        const auto count = value.value_exact<std::int64_t>();
        if (!count || *count < 1 || *count > 1000) return std::nullopt;
        return std::to_string(*count);
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
    case kind::restart:
        if (*text != "always" && *text != "failure" && *text != "never")
            return std::nullopt;
        return text;
    case kind::factor:
    case kind::deaths:
    case kind::truth:
    case kind::path:
    case kind::command:
    case kind::variables:
    case kind::flag:
    case kind::texts:
    case kind::bytes:
    case kind::seconds:
    case kind::microseconds:
    case kind::count:
    case kind::account:
    case kind::accounts:
    case kind::directory:
    case kind::mode:
    case kind::nice:
    case kind::policy:
    case kind::io_class:
    case kind::oom_score:
    case kind::processors:
    case kind::capabilities: break;
    }
    return text;
}

bool is_outfit(kind k)
{
    switch (k) {
    case kind::survivors:
    case kind::truth:
    case kind::path:
    case kind::signal:
    case kind::duration:
    case kind::restart:
    case kind::factor:
    case kind::deaths: return false;
    case kind::command:
    case kind::variables:
    case kind::flag:
    case kind::texts:
    case kind::bytes:
    case kind::seconds:
    case kind::microseconds:
    case kind::count:
    case kind::account:
    case kind::accounts:
    case kind::directory:
    case kind::mode:
    case kind::nice:
    case kind::policy:
    case kind::io_class:
    case kind::oom_score:
    case kind::processors:
    case kind::capabilities: break;
    }
    return true;
}

using texts = std::vector<std::string>;

// Strings, none of which is empty (unless `may_be_empty`) or holds a NUL.
std::optional<texts> list(const toml::node& value, bool may_be_empty = false)
{
    const auto* const array = value.as_array();
    if (!array) return std::nullopt;
    texts all;
    for (const auto& element : *array) {
        auto text = element.value_exact<std::string>();
        if (!text || (text->empty() && !may_be_empty) || text->find('\0') != text->npos)
            return std::nullopt;
        all.push_back(std::move(*text));
    }
    return all;
}

// A number of these may stand without quotes.
bool takes_numbers(kind k)
{
    return k == kind::bytes || k == kind::seconds || k == kind::microseconds ||
           k == kind::count || k == kind::nice || k == kind::oom_score ||
           k == kind::processors;
}

std::optional<std::string> number_or_text(const toml::node& value)
{
    if (const auto number = value.value_exact<std::int64_t>())
        return std::to_string(*number);
    return value.value_exact<std::string>();
}

bool plain(std::string_view text)
{
    return !text.empty() && text.find('\0') == text.npos;
}

bool is_mode(std::string_view text)
{
    return !text.empty() && text.size() <= 4 &&
           text.find_first_not_of("01234567") == text.npos &&
           (text.size() < 4 || text[0] == '0');
}

std::optional<std::string> number(std::string_view text, long from, long to)
{
    const auto value = parse_number(text, from, to);
    return value ? std::optional{std::to_string(*value)} : std::nullopt;
}

// The value of a word, of what is one number or one text.
std::optional<std::string> fitted(kind k, const std::string& text)
{
    switch (k) {
    case kind::bytes: return lowered_limit(text, measure::bytes);
    case kind::seconds: return lowered_limit(text, measure::seconds);
    case kind::microseconds: return lowered_limit(text, measure::microseconds);
    case kind::count: return lowered_limit(text, measure::count);
    case kind::account:
    case kind::directory: return plain(text) ? std::optional{text} : std::nullopt;
    case kind::mode: return is_mode(text) ? std::optional{text} : std::nullopt;
    case kind::nice: return number(text, -20, 19);
    case kind::policy: return lowered_class(policies, text);
    case kind::io_class: return lowered_class(io_classes, text);
    case kind::oom_score: return number(text, -1000, 1000);
    case kind::processors:
        return parse_processors(text) ? std::optional{text} : std::nullopt;
    case kind::survivors:
    case kind::truth:
    case kind::path:
    case kind::signal:
    case kind::duration:
    case kind::restart:
    case kind::factor:
    case kind::deaths:
    case kind::command:
    case kind::variables:
    case kind::flag:
    case kind::accounts:
    case kind::capabilities:
    case kind::texts: break;
    }
    return std::nullopt;
}

std::optional<capabilities> set_of(const texts& names)
{
    capabilities all = 0;
    for (const auto& name : names) {
        const auto one = capability(name);
        if (!one) return std::nullopt;
        all |= *one;
    }
    return all;
}

std::string hexadecimal(std::uint64_t number)
{
    char digits[16];
    const auto done = std::to_chars(digits, digits + sizeof digits, number, 16);
    return {digits, done.ptr};
}

// The words of supervise-exec; nothing: the value is none.
std::optional<texts> outfit_words(const key& k, const toml::node& value)
{
    const auto with = [&](const std::string& text) {
        return std::string{k.word} + "=" + text;
    };
    switch (k.is) {
    case kind::command: {
        auto all = list(value, true);
        if (!all || all->empty() || all->front().empty()) return std::nullopt;
        return all;
    }
    case kind::flag: {
        const auto truth = value.value_exact<bool>();
        if (!truth) return std::nullopt;
        return *truth ? texts{std::string{k.word}} : texts{};
    }
    case kind::capabilities: {
        const auto names = list(value);
        const auto set = names ? set_of(*names) : std::nullopt;
        if (!set) return std::nullopt;
        return texts{with(hexadecimal(*set))};
    }
    case kind::accounts:
    case kind::texts: {
        auto all = list(value);
        if (all) std::ranges::transform(*all, all->begin(), with);
        return all;
    }
    case kind::bytes:
    case kind::seconds:
    case kind::microseconds:
    case kind::count:
    case kind::account:
    case kind::directory:
    case kind::mode:
    case kind::nice:
    case kind::policy:
    case kind::io_class:
    case kind::oom_score:
    case kind::processors: {
        const auto text = takes_numbers(k.is) ? number_or_text(value)
                                              : value.value_exact<std::string>();
        const auto lower = text ? fitted(k.is, *text) : std::nullopt;
        if (!lower) return std::nullopt;
        return texts{with(*lower)};
    }
    case kind::variables:
    case kind::survivors:
    case kind::truth:
    case kind::path:
    case kind::signal:
    case kind::duration:
    case kind::restart:
    case kind::factor:
    case kind::deaths: break;
    }
    return std::nullopt;
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

    // In all strings; keys are as they are.
    void expand(toml::node& in, std::string_view argument)
    {
        if (auto* const text = in.as_string()) {
            if (auto whole = expanded(text->get(), argument))
                text->get() = std::move(*whole);
            else
                complain(in,
                         "a % in the settings of an instance must be %i, its argument, "
                         "or %%");
        } else if (auto* const array = in.as_array()) {
            for (auto& element : *array) expand(element, argument);
        } else if (auto* const table = in.as_table()) {
            for (auto&& [name, value] : *table) expand(value, argument);
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
        if (k.is == kind::variables && value.is_table()) {
            for (const auto& [name, content] : *value.as_table())
                take_variable(k, name.str(), content);
            return;
        }
        if (is_outfit(k.is)) {
            if (auto words = outfit_words(k, value))
                put(done.outfit, {std::string{k.name}, std::move(*words), place(value)});
            else
                complain(value, "\"" + std::string{k.name} + "\" must be " +
                                    std::string{allowed(k.is)});
            return;
        }
        if (const auto text = lowered(k.is, value))
            done.words.push_back(std::string{k.word} + "=" + *text);
        else
            complain(value, "\"" + std::string{k.name} + "\" must be " +
                                std::string{allowed(k.is)});
    }

    void take_variable(const key& k, std::string_view name, const toml::node& value)
    {
        const auto text = value.value_exact<std::string>();
        const auto truth = value.value_exact<bool>();
        const std::string subject = std::string{k.word} + ":" + std::string{name};
        if (!is_variable(name))
            complain(value, "a variable's name has letters, digits and _ only");
        else if (truth && !*truth)
            put(done.outfit, {subject, {"unset=" + std::string{name}}, place(value)});
        else if (text && text->find('\0') == text->npos)
            put(done.outfit, {subject, {subject + "=" + *text}, place(value)});
        else
            complain(value, "\"environment." + std::string{name} +
                                "\" must be a string, or false to take it away");
    }

    std::string place(const toml::node& value) const
    {
        return file_ + ":" + std::to_string(value.source().begin.line);
    }

    void complain(const toml::node& where, std::string_view what)
    {
        complain(where.source().begin.line, what);
    }

    std::string file_;
};

} // namespace

settings_reading read_settings(std::string_view text, std::string_view file,
                               std::string_view argument)
{
    reader r{file};
    auto parsed = toml::parse(text);
    if (parsed) {
        if (!argument.empty()) r.expand(parsed.table(), argument);
        r.read(parsed.table(), "");
    } else {
        r.complain(parsed.error().source().begin.line,
                   "this is no TOML: " + std::string{parsed.error().description()});
    }
    return std::move(r.done);
}

} // namespace foster
