#include "lib/toml/values.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "lib/capabilities.h"
#include "lib/control_letters.h"
#include "lib/duration.h"
#include "lib/quantities.h"
#include "lib/sched_class.h"
#include "lib/signals.h"
#include "lib/template_instance.h"

namespace foster {

namespace {

using texts = std::vector<std::string>;

// Returns a list of strings; nullopt if one is empty (unless `may_be_empty`) or holds a
// NUL.
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

// Returns whether a number may be given without quotes.
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

// Returns the value of a word that takes one number or one text.
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
    case kind::readiness:
    case kind::descriptor:
    case kind::factor:
    case kind::share:
    case kind::deaths:
    case kind::groups:
    case kind::reload_signal:
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

} // namespace

std::optional<std::string> lowered(kind k, const toml::node& value)
{
    if (k == kind::truth) {
        const auto truth = value.value_exact<bool>();
        if (!truth) return std::nullopt;
        return *truth ? "true" : "false";
    }
    if (k == kind::factor) {
        const auto factor = value.value<double>(); // also a whole number
        if (!value.is_number() || !(*factor >= 1 && *factor <= 100)) return std::nullopt;
        return std::to_string(std::lround(*factor * 100));
    }
    if (k == kind::share) {
        const auto share = value.value<double>();
        if (!value.is_number() || !(*share >= 0 && *share <= 1)) return std::nullopt;
        return std::to_string(std::lround(*share * 100));
    }
    if (k == kind::descriptor) {
        const auto number = value.value_exact<std::int64_t>();
        if (!number || *number < 3 || *number > 255) return std::nullopt;
        return std::to_string(*number);
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
    case kind::readiness:
        if (*text != "spawned" && *text != "forked" && *text != "fd" &&
            *text != "notify" && *text != "check")
            return std::nullopt;
        return text;
    case kind::restart:
        if (*text != "always" && *text != "failure" && *text != "never")
            return std::nullopt;
        return text;
    case kind::reload_signal: {
        const auto number = signal_number(*text);
        const bool sent = number && letter_of_signal(*number);
        return sent ? std::optional{std::to_string(*number)} : std::nullopt;
    }
    case kind::factor:
    case kind::share:
    case kind::descriptor:
    case kind::deaths:
    case kind::groups:
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
    case kind::readiness:
    case kind::descriptor:
    case kind::factor:
    case kind::share:
    case kind::deaths:
    case kind::groups:
    case kind::reload_signal: break;
    }
    return std::nullopt;
}

std::optional<texts> group_names(const toml::node& value)
{
    auto all = list(value);
    if (all && std::ranges::all_of(*all, is_group_name)) return all;
    return std::nullopt;
}

} // namespace foster
