#include "kernel/linux/run_as.h"

#include <sys/types.h>

#include "kernel/linux/accounts.h"

namespace foster {

namespace {

std::string value_of(const std::string& word)
{
    return word.substr(word.find('=') + 1);
}

std::optional<user_account> user_of(const outfit_setting& s,
                                    std::vector<std::string>& wrong)
{
    const auto name = value_of(s.words[0]);
    auto found = find_user(name);
    if (!found)
        wrong.push_back(s.where + ": there is no user \"" + name +
                        "\" in /etc/passwd: create it (useradd --system " + name +
                        "), or name another");
    return found;
}

std::optional<gid_t> group_of(const std::string& word, const std::string& where,
                              std::vector<std::string>& wrong)
{
    const auto name = value_of(word);
    const auto found = find_group(name);
    if (!found)
        wrong.push_back(where + ": there is no group \"" + name +
                        "\" in /etc/group: create it (groupadd --system " + name +
                        "), or name another");
    return found;
}

std::optional<gid_t> group_of(const outfit_setting& s, std::vector<std::string>& wrong)
{
    return group_of(s.words[0], s.where, wrong);
}

std::string list_of(const std::vector<gid_t>& groups)
{
    std::string list;
    for (const auto g : groups) list += (list.empty() ? "" : ",") + std::to_string(g);
    return list;
}

} // namespace

std::vector<std::string> number_accounts(outfit& all)
{
    std::vector<std::string> wrong;
    const auto user = take(all, "run-as.user");
    const auto group = take(all, "run-as.group");
    const auto groups = take(all, "run-as.groups");
    std::optional<gid_t> gid;
    std::vector<gid_t> gids;
    if (const auto found = user ? user_of(*user, wrong) : std::nullopt) {
        if (!found->group && !group)
            wrong.push_back(user->where + ": user " + value_of(user->words[0]) +
                            " is not in /etc/passwd: give it a group, too "
                            "(run-as.group)");
        put(all, {"uid", {"uid=" + std::to_string(found->user)}, user->where});
        gid = found->group;
        gids = found->groups;
    }
    if (group) gid = group_of(*group, wrong);
    if (groups) gids.clear();
    for (const auto& w : groups ? groups->words : std::vector<std::string>{})
        if (const auto g = group_of(w, groups->where, wrong)) gids.push_back(*g);
    if (gid) put(all, {"gid", {"gid=" + std::to_string(*gid)}, {}});
    if (user || groups) put(all, {"groups", {"groups=" + list_of(gids)}, {}});
    return wrong;
}

std::optional<entry> let_in_by(outfit& all, std::vector<std::string>& wrong)
{
    const auto group = take(all, "control.group");
    const auto readers = take(all, "control.readers");
    if (!group && !readers) return std::nullopt;
    entry who;
    if (group) who.commanders = group_of(*group, wrong);
    if (!readers) return who;
    who.everyone = value_of(readers->words[0]) == everyone;
    if (!*who.everyone) who.readers = group_of(*readers, wrong);
    return who;
}

} // namespace foster
