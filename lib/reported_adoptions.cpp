#include "lib/reported_adoptions.h"

#include <algorithm>
#include <limits>

namespace foster {

const orphan* reported_adoptions::find(pid who) const
{
    const auto found =
        std::ranges::find(all_, who, [](const orphan& o) { return o.of.adopted; });
    return found == all_.end() ? nullptr : &*found;
}

std::uint8_t reported_adoptions::next_place()
{
    constexpr auto last = std::numeric_limits<std::uint8_t>::max();
    if (places_ < last) ++places_;
    return places_;
}

void reported_adoptions::died(pid who, bool clean)
{
    const auto* const known = find(who);
    if (!known) return;
    const orphan gone = *known;
    std::erase(all_, gone);
    for (auto& o : all_) {
        if (o.of.branch != gone.of.adopted) continue;
        o.of.branch = gone.of.branch;
        o.starter = gone.starter;
        if (clean) o.place = gone.place;
    }
}

void reported_adoptions::pass_on(const kin& gone, bool to_heirs)
{
    for (auto& o : all_) inherit(o, o.of.branch, gone, to_heirs);
}

void reported_adoptions::launched()
{
    all_.clear();
    places_ = 0;
}

} // namespace foster
