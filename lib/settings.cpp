// Lists the words of the configuration loader in one table.
#include "lib/settings.h"

#include <array>
#include <charconv>

#include "lib/renamed.h"

namespace foster {

namespace {

struct duration_word {
    std::string_view name;
    nanoseconds settings::*member;
};

constexpr auto duration_words = std::to_array<duration_word>({
    {"delay", &settings::delay},
    {"settle", &settings::settle},
    {"foreground", &settings::foreground},
    {"stop-timeout", &settings::stop_timeout},
    {"kill-timeout", &settings::kin_timeout},
    {"finish-timeout", &settings::finish_timeout},
    {"max-delay", &settings::max_delay},
    {"healthy-after", &settings::healthy_after},
    {"give-up-within", &settings::give_up_within},
    {"ready-timeout", &settings::ready_timeout},
    {"watchdog", &settings::watchdog},
});

struct flag_word {
    std::string_view word;
    bool settings::*member;
    bool value;
};

constexpr auto flag_words = std::to_array<flag_word>({
    {"log", &settings::log, true},
    {"planned", &settings::planned, true},
    {"survivors=stop", &settings::end_survivors, true},
    {"survivors=wait", &settings::end_survivors, false},
    {"essential=true", &settings::essential, true},
    {"essential=false", &settings::essential, false},
    {"keep-sessions=true", &settings::keep_sessions, true},
    {"keep-sessions=false", &settings::keep_sessions, false},
});

struct restart_word {
    std::string_view word;
    restart value;
};

constexpr auto restart_words = std::to_array<restart_word>({
    {"restart=always", restart::always},
    {"restart=failure", restart::failure},
    {"restart=never", restart::never},
});

struct ready_word {
    std::string_view word;
    readiness value;
};

constexpr auto ready_words = std::to_array<ready_word>({
    {"ready=spawned", readiness::spawned},
    {"ready=forked", readiness::forked},
    {"ready=fd", readiness::fd},
    {"ready=notify", readiness::notify},
    {"ready=check", readiness::check},
});

struct number_word {
    std::string_view name;
    unsigned settings::*member;
    long from;
    long to;
};

constexpr auto number_words = std::to_array<number_word>({
    {"delay-factor", &settings::delay_factor, 100, 10000},
    {"jitter", &settings::jitter, 0, 100},
    {"give-up-count", &settings::give_up_count, 1, 1000},
    {"ready-fd", &settings::ready_fd, 3, 255},
});

// A month.  A longer time is a mistake, and this one is far from overflow.
constexpr long longest = 31L * 24 * 3600 * 1000;

bool number(std::string_view text, long from, long to, long& value)
{
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && value >= from &&
           value <= to;
}

} // namespace

std::string to_planned(std::int64_t when, bool commanded)
{
    std::string word{planned_word};
    word += std::to_string(when);
    return commanded ? word.append(commanded_mark) : word;
}

std::optional<std::int64_t> when_planned(std::string_view word)
{
    if (!word.starts_with(planned_word)) return std::nullopt;
    word.remove_prefix(planned_word.size());
    if (word.ends_with(commanded_mark)) word.remove_suffix(commanded_mark.size());
    std::int64_t when = 0;
    const auto* const end = word.data() + word.size();
    if (std::from_chars(word.data(), end, when).ptr != end || when < 0)
        return std::nullopt;
    return when;
}

bool read_word(settings& into, std::string_view word)
{
    if (when_planned(word)) {
        into.planned = true;
        into.commanded = word.ends_with(commanded_mark);
        return true;
    }
    for (const auto& f : flag_words)
        if (f.word == word) {
            into.*f.member = f.value;
            if (f.member != &settings::essential || !f.value) return true;
            into.restart = restart::never;
            into.end_survivors = true;
            return true;
        }
    for (const auto& w : restart_words)
        if (w.word == word) {
            into.restart = w.value;
            return true;
        }
    for (const auto& w : ready_words)
        if (w.word == word) {
            into.ready = w.value;
            return true;
        }
    const auto equals = word.find('=');
    if (equals == word.npos) return false;
    const auto name = present_word(word.substr(0, equals));
    const auto text = word.substr(equals + 1);
    if (name == "main-pidfile") {
        if (text.empty()) return false;
        into.pidfile = text;
        return true;
    }
    long value = 0;
    if (name == "stop-signal") {
        if (!number(text, 1, 64, value)) return false;
        into.stop_signal = static_cast<int>(value);
        return true;
    }
    for (const auto& n : number_words)
        if (n.name == name) {
            if (!number(text, n.from, n.to, value)) return false;
            into.*n.member = static_cast<unsigned>(value);
            return true;
        }
    for (const auto& d : duration_words)
        if (d.name == name) {
            if (!number(text, 1, longest, value)) return false; // 0 would never rest
            into.*d.member = std::chrono::milliseconds{value};
            return true;
        }
    return false;
}

} // namespace foster
