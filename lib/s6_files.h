// The files of one value of s6's service directories: which they are, and the words of
// lib/settings that they become.
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

// "a number of milliseconds"
const char* in_words(s6_value v);

// The word for a file of this text, of which only what is before the first blank counts;
// nullopt: its text must be what it takes.
std::optional<std::string> word_of(const s6_file& f, std::string_view text);

// A service in a pid namespace of its own could not be adopted.
inline constexpr const char* newpidns_file = "flag-newpidns";

} // namespace foster
