// Users and groups, as /etc/passwd and /etc/group have them: a static program has no
// other source.  For programs that soon become another, not for the resident.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace foster {

struct user_account {
    uid_t user;
    std::optional<gid_t> group;  // nothing: a number that /etc/passwd does not have
    std::vector<gid_t> groups{}; // all that it is in, its own first
};

// By its name, or by its number.  Nothing: there is none.
std::optional<user_account> find_user(const std::string& name);
std::optional<gid_t> find_group(const std::string& name);

// What a number is called; the number itself, where it has no name.
std::string name_of_user(uid_t user);
std::string name_of_group(gid_t group);

} // namespace foster
