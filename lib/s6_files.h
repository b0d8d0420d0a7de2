// The files of s6's service directories that hold one value, with the words of
// lib/settings for them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace foster {

enum class s6_value : unsigned char { time, signal, descriptor };

struct s6_file {
    const char* name;
    const char* word; // of lib/settings, with its =
    s6_value takes;
};

inline constexpr s6_file s6_files[] = {
    {"timeout-finish", "finish-timeout=", s6_value::time},
    {"timeout-kill", "stop-timeout=", s6_value::time},
    {"down-signal", "stop-signal=", s6_value::signal},
    {"notification-fd", "ready-fd=", s6_value::descriptor},
};

// Returns the form of the value in words, as "a number of milliseconds".
const char* in_words(s6_value v);

// Returns the word for a file with this text; nullopt if the text has the wrong form.
// Only the text before the first blank counts.
std::optional<std::string> word_of(const s6_file& f, std::string_view text);

// The file that asks s6 for a pid namespace.  supervise could not adopt the processes
// of such a service.
inline constexpr const char* newpidns_file = "flag-newpidns";

} // namespace foster
