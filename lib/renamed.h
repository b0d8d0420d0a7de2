// Lists the public words that version 0.2.0 has renamed.  Each reader of a public word
// understands the old word until version 0.3.0.
#pragma once

#include <cstdint>
#include <string_view>

namespace foster {

struct renamed_word {
    std::string_view old_word;
    std::string_view word;
};

inline constexpr renamed_word renamed_words[]{
    {"kin", "children"},                       // supervise/state and JSON
    {"says", "status-text"},                   // also svctl status -o, svctl events
    {"renewed", "upgraded-at"},                // supervise/state and JSON
    {"kin-timeout", "kill-timeout"},           // supervise, lib/settings
    {"stop.kin-timeout", "stop.kill-timeout"}, // service.toml
};

// The version of supervise/state and of JSON.  A state of the version before has the
// old words.
inline constexpr std::uint64_t state_version = 2;
inline constexpr std::uint64_t old_state_version = 1;

// Returns the present name of `word`, which is `word` itself if it was not renamed.
constexpr std::string_view present_word(std::string_view word)
{
    for (const auto& r : renamed_words)
        if (r.old_word == word) return r.word;
    return word;
}

// Returns the old name of `word`, which is `word` itself if it was not renamed.
constexpr std::string_view old_word(std::string_view word)
{
    for (const auto& r : renamed_words)
        if (r.word == word) return r.old_word;
    return word;
}

} // namespace foster
