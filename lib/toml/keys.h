// The keys of service.toml: one table, for the reader, the manual and the tests.
#pragma once

#include <span>
#include <string_view>

namespace foster {

// What a value is.
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
    // For svctl, who reads them when it needs them:
    groups,
    reload_signal,
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
    std::string_view word;      // as in lib/settings, or of supervise-exec; or empty
    std::string_view otherwise; // what holds where it is not given: a value, or in words
    std::string_view unit;      // of which a string may have one; empty: it has none
    std::string_view example;   // another value than that
};

std::span<const key> all_keys();

// Whether it is for supervise-exec, and not for supervise.
bool is_outfit(kind k);

// Whether it is for svctl, and neither for supervise nor for supervise-exec.
bool is_for_svctl(kind k);

// What a value must be, after "must be".
std::string_view allowed(kind k);

} // namespace foster
