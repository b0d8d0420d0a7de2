#include "lib/toml/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "lib/capabilities.h"
#include "lib/control_letters.h"
#include "lib/duration.h"
#include "lib/quantities.h"
#include "lib/sched_class.h"
#include "lib/signals.h"
#include "lib/template_instance.h"
#include "lib/toml/tomlplusplus.h"

namespace foster {

namespace {

using texts = std::vector<std::string>;
using perhaps_text = std::optional<std::string>;
using to = destination;
using as = word_form;

// --- Values of one text.  Each function returns nullopt if the value is not allowed.

perhaps_text any_text(const toml::node& value)
{
    return value.value_exact<std::string>();
}

perhaps_text plain_text(const toml::node& value)
{
    auto text = any_text(value);
    if (!text || text->empty() || text->find('\0') != text->npos) return std::nullopt;
    return text;
}

// A number may be given without quotes.
perhaps_text number_or_text(const toml::node& value)
{
    if (const auto number = value.value_exact<std::int64_t>())
        return std::to_string(*number);
    return any_text(value);
}

perhaps_text true_or_false(const toml::node& value)
{
    const auto yes = value.value_exact<bool>();
    if (!yes) return std::nullopt;
    return *yes ? "true" : "false";
}

template<int least, int most>
perhaps_text in_hundredths(const toml::node& value)
{
    const auto number = value.value<double>(); // also a whole number
    if (!value.is_number() || !(*number >= least && *number <= most)) return std::nullopt;
    return std::to_string(std::lround(*number * 100));
}

template<int least, int most>
perhaps_text whole_number(const toml::node& value)
{
    const auto number = value.value_exact<std::int64_t>();
    if (!number || *number < least || *number > most) return std::nullopt;
    return std::to_string(*number);
}

template<int least, int most>
perhaps_text number(const toml::node& value)
{
    const auto text = number_or_text(value);
    const auto read = text ? parse_number(*text, least, most) : std::nullopt;
    return read ? std::optional{std::to_string(*read)} : std::nullopt;
}

constexpr std::array<std::string_view, 2> ends_of_survivors{"wait", "stop"};
constexpr std::array<std::string_view, 3> restarts{"always", "failure", "never"};
constexpr std::array<std::string_view, 5> notifications{"spawned", "forked", "fd",
                                                        "notify", "check"};

template<const auto& words>
perhaps_text one_of(const toml::node& value)
{
    auto text = any_text(value);
    if (text && std::ranges::find(words, *text) != words.end()) return text;
    return std::nullopt;
}

perhaps_text named_signal(const toml::node& value)
{
    const auto text = plain_text(value);
    const auto number = text ? signal_number(*text) : std::nullopt;
    return number ? std::optional{std::to_string(*number)} : std::nullopt;
}

perhaps_text time(const toml::node& value)
{
    const auto text = plain_text(value);
    const auto time = text ? parse_duration(*text) : std::nullopt;
    if (!time || *time == 0s) return std::nullopt;
    return std::to_string(*time / 1ms);
}

template<measure of>
perhaps_text limit(const toml::node& value)
{
    const auto text = number_or_text(value);
    return text ? lowered_limit(*text, of) : std::nullopt;
}

template<const auto& classes>
perhaps_text one_class(const toml::node& value)
{
    const auto text = any_text(value);
    return text ? lowered_class(classes, *text) : std::nullopt;
}

perhaps_text octal_mode(const toml::node& value)
{
    auto text = any_text(value);
    if (text && !text->empty() && text->size() <= 4 &&
        text->find_first_not_of("01234567") == text->npos &&
        (text->size() < 4 || text->front() == '0'))
        return text;
    return std::nullopt;
}

perhaps_text processor_list(const toml::node& value)
{
    auto text = number_or_text(value);
    return text && parse_processors(*text) ? text : std::nullopt;
}

// --- Lists

// Returns a list of strings; nullopt if one is empty (unless `may_be_empty`) or holds a
// NUL.
std::optional<texts> list(const toml::node& value, bool may_be_empty = false)
{
    const auto* const array = value.as_array();
    if (!array) return std::nullopt;
    texts all;
    for (const auto& element : *array) {
        auto text = any_text(element);
        if (!text || (text->empty() && !may_be_empty) || text->find('\0') != text->npos)
            return std::nullopt;
        all.push_back(std::move(*text));
    }
    return all;
}

perhaps_text capability_set(const toml::node& value)
{
    const auto names = list(value);
    if (!names) return std::nullopt;
    capabilities all = 0;
    for (const auto& name : *names) {
        const auto one = capability(name);
        if (!one) return std::nullopt;
        all |= *one;
    }
    char digits[16];
    const auto done = std::to_chars(digits, digits + sizeof digits, all, 16);
    return std::string{digits, done.ptr};
}

// --- Words

// Returns "WORD=TEXT".
template<perhaps_text read(const toml::node&)>
std::optional<texts> assign(std::string_view word, const toml_value& value)
{
    const auto text = read(value.node);
    if (!text) return std::nullopt;
    return texts{std::string{word} + "=" + *text};
}

// Returns "WORD=TEXT" for each text of a list.
std::optional<texts> assign_each(std::string_view word, const toml_value& value)
{
    auto all = list(value.node);
    if (!all) return std::nullopt;
    for (auto& text : *all) text.insert(0, std::string{word} + "=");
    return all;
}

// Returns the word alone; no word for `false`.
std::optional<texts> if_true(std::string_view word, const toml_value& value)
{
    const auto yes = value.node.value_exact<bool>();
    if (!yes) return std::nullopt;
    return *yes ? texts{std::string{word}} : texts{};
}

std::optional<texts> program(std::string_view /*word*/, const toml_value& value)
{
    auto all = list(value.node, true);
    if (!all || all->empty() || all->front().empty()) return std::nullopt;
    return all;
}

std::optional<texts> group_names(std::string_view /*word*/, const toml_value& value)
{
    auto all = list(value.node);
    if (all && std::ranges::all_of(*all, is_group_name)) return all;
    return std::nullopt;
}

// Returns the number of a signal that a control letter sends.
std::optional<texts> signal_of_letter(std::string_view /*word*/, const toml_value& value)
{
    const auto text = plain_text(value.node);
    const auto number = text ? signal_number(*text) : std::nullopt;
    if (!number || !letter_of_signal(*number)) return std::nullopt;
    return texts{std::to_string(*number)};
}

// The reader takes each variable of a table itself, and no other value is allowed.
std::optional<texts> refuse(std::string_view /*word*/, const toml_value& /*value*/)
{
    return std::nullopt;
}

} // namespace

namespace value {

constinit const value_kind survivors{R"("wait" or "stop")", to::words,
                                     assign<one_of<ends_of_survivors>>};
constinit const value_kind truth{"true or false", to::words, assign<true_or_false>};
constinit const value_kind path{"the path of a file, as a string", to::words,
                                assign<plain_text>};
constinit const value_kind signal{R"(the name of a signal, as "TERM")", to::words,
                                  assign<named_signal>, as::signal};
constinit const value_kind duration{
    R"(a time from 1ms to 31d, as "30s" (units: ms, s, m, h, d))", to::words,
    assign<time>, as::milliseconds};
constinit const value_kind restart{R"("always", "failure" or "never")", to::words,
                                   assign<one_of<restarts>>};
constinit const value_kind readiness{R"("spawned", "forked", "fd", "notify" or "check")",
                                     to::words, assign<one_of<notifications>>};
constinit const value_kind descriptor{"a number from 3 to 255", to::words,
                                      assign<whole_number<3, 255>>};
constinit const value_kind factor{"a number from 1 to 100, as 2 or 1.5", to::words,
                                  assign<in_hundredths<1, 100>>, as::hundredths};
constinit const value_kind share{"a number from 0 to 1, as 0.25", to::words,
                                 assign<in_hundredths<0, 1>>, as::hundredths};
constinit const value_kind deaths{"a number from 1 to 1000", to::words,
                                  assign<whole_number<1, 1000>>};

constinit const value_kind groups{
    R"(a list of names, of letters, digits, _, - and ., as ["web"])", to::groups,
    group_names};
constinit const value_kind reload_signal{
    R"(one of "HUP", "ALRM", "INT", "TERM", "KILL", "QUIT", "USR1", "USR2", "WINCH" )"
    R"(and "ABRT")",
    to::reload_signal, signal_of_letter};

constinit const value_kind command{R"(a program and its arguments, as ["sleep", "60"])",
                                   to::exec_words, program};
constinit const value_kind variables{"a table: [environment]", to::variables, refuse};
constinit const value_kind flag{"true or false", to::exec_words, if_true};
constinit const value_kind texts{R"(a list of strings, as ["a", "b"])", to::exec_words,
                                 assign_each};
constinit const value_kind bytes{
    R"(a size, "unlimited", or SOFT:HARD of them, as "64MiB" )"
    "(units: B, KiB, MiB, GiB, TiB, kB, MB, GB, TB)",
    to::exec_words, assign<limit<measure::bytes>>};
constinit const value_kind seconds{
    R"(a time, "unlimited", or SOFT:HARD of them, as "30s" (units: s, m, h, d))",
    to::exec_words, assign<limit<measure::seconds>>};
constinit const value_kind microseconds{
    R"(a time, "unlimited", or SOFT:HARD of them, as "200ms" (units: us, ms, s))",
    to::exec_words, assign<limit<measure::microseconds>>};
constinit const value_kind count{
    R"(a number, "unlimited", or SOFT:HARD of them, as "512:1024")", to::exec_words,
    assign<limit<measure::count>>};
constinit const value_kind account{"a name or a number, as a string", to::exec_words,
                                   assign<plain_text>};
constinit const value_kind accounts{R"(a list of names or numbers, as ["adm", "44"])",
                                    to::exec_words, assign_each};
constinit const value_kind directory{"the path of a directory, as a string",
                                     to::exec_words, assign<plain_text>};
constinit const value_kind mode{R"(an octal number, as the string "022")", to::exec_words,
                                assign<octal_mode>, as::octal};
constinit const value_kind nice{"a number from -20 to 19", to::exec_words,
                                assign<number<-20, 19>>};
constinit const value_kind policy{
    R"("other", "batch", "idle", "fifo:N" or "rr:N", with N from 1 to 99)",
    to::exec_words, assign<one_class<policies>>};
constinit const value_kind io_class{
    R"("idle", "best-effort:N" or "realtime:N", with N from 0 to 7)", to::exec_words,
    assign<one_class<io_classes>>};
constinit const value_kind oom_score{"a number from -1000 to 1000", to::exec_words,
                                     assign<number<-1000, 1000>>};
constinit const value_kind processors{R"(a list of processors, as "0-3,5")",
                                      to::exec_words, assign<processor_list>};
constinit const value_kind capabilities{
    R"(a list of capabilities, as ["CAP_NET_BIND_SERVICE"])", to::exec_words,
    assign<capability_set>};

} // namespace value

} // namespace foster
