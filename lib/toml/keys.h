// Lists the keys of service.toml in one table, for the reader, the manual and the
// tests.
#pragma once

#include <span>
#include <string_view>

namespace foster {

// The type of a value.
enum class kind : unsigned char {
    survivors,
    truth,
    path,
    signal,
    duration,
    restart,
    readiness,
    descriptor,
    factor,
    share,
    deaths,
    // Read by svctl when it needs them:
    groups,
    reload_signal,
    // Execution settings:
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
    std::string_view name; // as in the file, with the name of its table
    kind is;
    std::string_view word;      // in lib/settings or supervise-exec; or empty
    std::string_view otherwise; // the default: a value, or a description
    std::string_view unit;      // units that a string may have; empty: none
    std::string_view example;   // a value other than the default
};

std::span<const key> all_keys();

// Returns whether the value is for supervise-exec, and not for supervise.
bool is_outfit(kind k);

// Returns whether the value is for svctl only.
bool is_for_svctl(kind k);

// Returns the allowed values, as a text after "must be".
std::string_view allowed(kind k);

} // namespace foster
