#include "lib/client_access.h"

#include <algorithm>
#include <array>
#include <span>

namespace foster {

namespace {

constexpr unsigned to_read = 4;
constexpr unsigned to_write = 2;
constexpr unsigned to_search = 1;

// A door, and the right that a client needs there.
struct passage {
    door where;
    unsigned what;
};

// Decides as acl_permission_check(), fs/namei.c: the first class of a user decides.
bool lets(const passage& p, unsigned shift)
{
    return (p.where.mode >> shift & p.what) != 0;
}

void add(std::vector<unsigned>& to, unsigned number)
{
    if (std::find(to.begin(), to.end(), number) == to.end()) to.push_back(number);
}

admitted who_may(std::span<const passage> way)
{
    const auto all_let = [&](auto shift_at) {
        return std::all_of(way.begin(), way.end(),
                           [&](const passage& p) { return lets(p, shift_at(p.where)); });
    };
    admitted found;
    found.everybody = all_let([](const door&) { return 0U; });
    if (found.everybody) return found;
    for (const auto& p : way) {
        const auto user = p.where.user;
        if (user != 0 && all_let([&](const door& d) { return d.user == user ? 6U : 0U; }))
            add(found.users, user);
        const auto group = p.where.group;
        if (all_let([&](const door& d) { return d.group == group ? 3U : 0U; }))
            add(found.groups, group);
    }
    return found;
}

} // namespace

admitted who_may_command(const doors& all)
{
    const auto way = std::to_array<passage>(
        {{all.dir, to_search}, {all.ok, to_write}, {all.control, to_write}});
    auto found = who_may(way);
    const bool by_group = !found.everybody && lets(way[0], 3) && lets(way[1], 3) &&
                          lets(way[2], 3) && all.dir.group == all.ok.group;
    if (by_group && all.control.group != all.dir.group)
        found.in_both = {all.control.group, all.dir.group};
    return found;
}

admitted who_may_read(const doors& all)
{
    const auto way = std::to_array<passage>(
        {{all.dir, to_search}, {all.ok, to_write}, {all.state, to_read}});
    return who_may(way);
}

} // namespace foster
