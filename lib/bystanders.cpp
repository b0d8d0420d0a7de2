// Applies the rules of the header.
#include "lib/bystanders.h"

#include <algorithm>

namespace foster {

namespace {

// Applies rule a.  An unknown user counts as root.
bool is_login(const child& c, const child& settled, std::span<const kin> service)
{
    constexpr std::uint32_t root = 0;
    if (c.login == no_login || c.login == settled.login) return false;
    if (settled.user != root && settled.user != unknown_user) return false;
    if (c.user == root) return true;
    if (c.user != c.login || c.login < first_regular_user) return false;
    return std::ranges::none_of(service, [&](const kin& k) {
        return k.seen.login == no_login && k.seen.user == c.user;
    });
}

} // namespace

void bystander_set::assign(std::span<const pid> all)
{
    all_.assign(all.begin(), all.end());
    std::ranges::sort(all_);
}

void bystander_set::add(pid who)
{
    all_.insert(std::ranges::lower_bound(all_, who), who);
}

bool bystander_set::died(pid who)
{
    return std::erase(all_, who) != 0;
}

bool bystander_set::has(pid who) const
{
    return std::ranges::binary_search(all_, who);
}

bool bystander_set::wants(const child& c, const child& settled,
                          std::span<const kin> service) const
{
    const bool elsewhere =
        keep_sessions_ && settled.session && c.session && !shares_session(c, settled);
    return elsewhere || is_login(c, settled, service);
}

bool born_before(const child& c, instant launched)
{
    const auto first =
        static_cast<std::uint64_t>(launched.time_since_epoch() / clock_tick);
    return c.start && c.start < first;
}

} // namespace foster
