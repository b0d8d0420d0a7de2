#include "kernel/linux/accounts.h"

#include <grp.h>
#include <pwd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <memory>

namespace foster {

namespace {

using file = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

// Refuses -1, which is no account: setuid(2) and its like read it as "no change".
std::optional<unsigned> number_of(const std::string& name)
{
    unsigned number = 0;
    const char* const last = name.data() + name.size();
    const auto [end, error] = std::from_chars(name.data(), last, number);
    if (error != std::errc{} || end != last || number == ~0U) return std::nullopt;
    return number;
}

// Adds the groups that list the user as a member.
void add_groups(user_account& of, const std::string& user)
{
    const file groups{std::fopen("/etc/group", "re"), std::fclose};
    if (!groups) return;
    while (const group* g = ::fgetgrent(groups.get()))
        for (char** member = g->gr_mem; *member; ++member)
            if (user == *member &&
                std::ranges::find(of.groups, g->gr_gid) == of.groups.end())
                of.groups.push_back(g->gr_gid);
}

} // namespace

std::optional<user_account> find_user(const std::string& name)
{
    const auto number = number_of(name);
    const file users{std::fopen("/etc/passwd", "re"), std::fclose};
    while (const passwd* u = users ? ::fgetpwent(users.get()) : nullptr)
        if (name == u->pw_name || number == u->pw_uid) {
            user_account found{u->pw_uid, u->pw_gid, {u->pw_gid}};
            add_groups(found, u->pw_name);
            return found;
        }
    if (!number) return std::nullopt;
    return user_account{*number, std::nullopt};
}

std::optional<gid_t> find_group(const std::string& name)
{
    const file groups{std::fopen("/etc/group", "re"), std::fclose};
    while (const group* g = groups ? ::fgetgrent(groups.get()) : nullptr)
        if (name == g->gr_name) return g->gr_gid;
    return number_of(name);
}

std::string name_of_user(uid_t user)
{
    const file users{std::fopen("/etc/passwd", "re"), std::fclose};
    while (const passwd* u = users ? ::fgetpwent(users.get()) : nullptr)
        if (user == u->pw_uid) return u->pw_name;
    return std::to_string(user);
}

std::string name_of_group(gid_t group_number)
{
    const file groups{std::fopen("/etc/group", "re"), std::fclose};
    while (const group* g = groups ? ::fgetgrent(groups.get()) : nullptr)
        if (group_number == g->gr_gid) return g->gr_name;
    return std::to_string(group_number);
}

} // namespace foster
