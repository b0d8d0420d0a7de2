// The execution settings of a service: the words that supervise-exec applies before the
// program starts, and the values in them.  A word is NAME=VALUE or NAME:PART=VALUE.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace foster {

// One setting of a file.  A later setting of the same subject replaces it.
struct outfit_setting {
    std::string subject;
    std::vector<std::string> words; // empty: as supervise has it
    std::string where;              // FILE:LINE, for the message if it is impossible

    friend bool operator==(const outfit_setting&, const outfit_setting&) = default;
};

using outfit = std::vector<outfit_setting>;

// Adds `with` to `all`, or replaces the setting of the same subject.
void put(outfit& all, outfit_setting with);

// Removes and returns the setting of that subject; nullopt if there is none.
std::optional<outfit_setting> take(outfit& all, std::string_view subject);

// Returns the setting of that subject; null if there is none.
const outfit_setting* find(const outfit& all, std::string_view subject);

// The user and groups of the service, by numbers.
struct identity {
    std::optional<unsigned> user{}; // nullopt: those of supervise
    std::optional<unsigned> group{};
    std::vector<unsigned> groups{};

    friend bool operator==(const identity&, const identity&) = default;
};

// Reads the words uid, gid and groups.
identity identity_in(const outfit& all);

// Returns the settings that no system could apply together, each as WHERE: the error
// and its fix.  `commanded`: a command is given outside of the settings.
std::vector<std::string> contradictions(const outfit& all, bool commanded);

// Returns the words of `all` in the order in which they must be applied.  Words that
// need privileges come before these are dropped, and words about paths outside of a new
// root come before it is entered.
std::vector<std::string> in_order(outfit all);

} // namespace foster
