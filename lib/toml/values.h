// The kinds of values that the keys of service.toml take.  This header does not show
// toml++.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace foster {

struct toml_value; // in tomlplusplus.h

// The part of settings_reading that receives a value.
enum class destination : unsigned char {
    words,
    exec_words,
    variables, // words of supervise-exec, each with a subject of its own
    groups,
    reload_signal,
};

// The form that a value has in the word of lib/settings or supervise-exec.
enum class word_form : unsigned char {
    as_written,
    milliseconds,
    hundredths,
    signal,
    octal,
};

struct value_kind {
    // Returns the words that the destination receives, with `word` as their name;
    // nullopt if the value is not allowed.
    using reader = std::optional<std::vector<std::string>>(std::string_view word,
                                                           const toml_value& value);

    std::string_view allowed; // the allowed values, as a text after "must be"
    destination to;
    reader* read;
    word_form form = word_form::as_written;
};

namespace value {

extern const value_kind survivors, truth, path, signal, duration, restart, readiness,
    descriptor, factor, share, deaths;

// Read by svctl when it needs them:
extern const value_kind groups, reload_signal;

// Execution settings:
extern const value_kind command, variables, flag, texts, bytes, seconds, microseconds,
    count, account, accounts, directory, mode, nice, policy, io_class, oom_score,
    processors, capabilities;

} // namespace value

} // namespace foster
