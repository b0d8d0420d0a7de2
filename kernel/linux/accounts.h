// Users and groups of /etc/passwd and /etc/group, the only sources for a static
// program.  For programs that soon execute another program, not for supervise.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace foster {

struct user_account {
    uid_t user;
    std::optional<gid_t> group;  // nullopt: the number is not in /etc/passwd
    std::vector<gid_t> groups{}; // all its groups, its own first
};

// Find an account by its name or number; nullopt if there is none.
std::optional<user_account> find_user(const std::string& name);
std::optional<gid_t> find_group(const std::string& name);

// Return the name of a number, or the number itself if it has no name.
std::string name_of_user(uid_t user);
std::string name_of_group(gid_t group);

} // namespace foster
