#include "lib/election.h"

#include <algorithm>

namespace foster {

namespace {

// How long before the exit of the main process a successor in another session may be
// born.
constexpr nanoseconds birth = 1s;

// Rule 3: the most descendants, then the oldest.
bool leads(const child& a, const child& b)
{
    return a.below != b.below ? a.below > b.below : a.start < b.start;
}

// The same order where all adoptions are reported.
bool leads_by_place(const kin& a, const kin& b)
{
    return a.seen.below != b.seen.below ? a.seen.below > b.seen.below : a.place < b.place;
}

// Returns the better of two candidates for the role of `old`.  In the session of `old`
// the new master process leads, as in rule 3.  In another session the youngest is
// right, since such a main process forks at last.
bool follows_better(const child& a, const child& b, const child& old)
{
    const bool shares = shares_session(a, old);
    if (shares != shares_session(b, old)) return shares;
    return shares ? leads(a, b) : a.start >= b.start;
}

bool may_follow(const child& c, const child& old, instant parted)
{
    if (!old.program || c.program != old.program) return false;
    if (shares_session(c, old)) return true;
    const auto born = static_cast<std::int64_t>(c.start) * clock_tick;
    return c.start && born >= parted.time_since_epoch() - birth;
}

} // namespace

const kin* elected(std::span<const kin> all)
{
    const bool told =
        std::ranges::none_of(all, [](const kin& k) { return k.starter && !k.place; });
    const kin* best = nullptr;
    for (const auto& k : all) {
        if (!k.starter) continue;
        if (!best || (told ? leads_by_place(k, *best) : leads(k.seen, best->seen)))
            best = &k;
    }
    return best;
}

bool is_told(std::span<const kin> all, pid main)
{
    return std::ranges::all_of(all, [&](const kin& k) {
        return k.seen.who == main ? k.place != 0 : !k.starter;
    });
}

const kin* heir_of(const child& old, instant parted, std::span<const kin> all)
{
    const kin* heir = nullptr;
    for (const auto& k : all)
        if (!k.from && may_follow(k.seen, old, parted) &&
            (!heir || follows_better(k.seen, heir->seen, old)))
            heir = &k;
    return heir;
}

} // namespace foster
