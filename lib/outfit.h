// What a service's program is fitted out with before it starts: the words of
// supervise-exec, and the values in them.  A word is NAME=VALUE or NAME:PART=VALUE.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace foster {

// One setting of a file.  A later one of the same subject counts instead of it.
struct outfit_setting {
    std::string subject;
    std::vector<std::string> words; // none: as supervise is
    std::string where;              // FILE:LINE, for whoever finds it impossible

    friend bool operator==(const outfit_setting&, const outfit_setting&) = default;
};

using outfit = std::vector<outfit_setting>;

// `with` in addition to `all`, or in the place of what has the same subject.
void put(outfit& all, outfit_setting with);

// Takes the setting of that subject out; nothing: there is none.
std::optional<outfit_setting> take(outfit& all, std::string_view subject);

// The same, left there; null: there is none.
const outfit_setting* find(const outfit& all, std::string_view subject);

// Who the service runs as, by numbers.
struct identity {
    std::optional<unsigned> user{}; // nullopt: as supervise
    std::optional<unsigned> group{};
    std::vector<unsigned> groups{};

    friend bool operator==(const identity&, const identity&) = default;
};

// Reads the words uid, gid and groups.
identity identity_in(const outfit& all);

// What no start could obey, whatever the system has: each as WHERE: what is wrong and
// what to do.  `commanded`: a command is given outside of the settings.
std::vector<std::string> contradictions(const outfit& all, bool commanded);

// The words of all, in the order in which they must be applied: what needs privileges
// before they are dropped, what is outside of a new root before it is entered.
std::vector<std::string> in_order(outfit all);

} // namespace foster
