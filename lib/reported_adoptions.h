// The children whose adoption was reported, and that no look has shown yet, with their
// ranks by adoption (rule 3 of lib/custody.h).
#pragma once

#include <cstdint>
#include <vector>

#include "lib/child.h"
#include "lib/pid.h"

namespace foster {

struct orphan {
    adoption of;
    std::uint8_t place = 0; // kin::place
    bool starter = false;

    friend constexpr bool operator==(const orphan&, const orphan&) = default;
};

class reported_adoptions {
  public:
    void add(const adoption& a) { all_.push_back({.of = a, .place = next_place()}); }
    // Returns nullptr if it is no orphan.  The pointer is valid until the next change.
    const orphan* find(pid who) const;
    std::uint8_t next_place();
    // The dead child, if it is an orphan, leaves its place to children that come from
    // it.
    void died(pid who, bool clean);
    // One of the kin is dead.  With `to_heirs`, children that come from it are
    // candidates in its place.
    void pass_on(const kin& gone, bool to_heirs);
    void seen() { all_.clear(); } // a look has shown them
    void launched();              // ranks begin again

    friend bool operator==(const reported_adoptions&,
                           const reported_adoptions&) = default;

  private:
    std::vector<orphan> all_;
    std::uint8_t places_ = 0; // ranks given, up to the highest number
};

// Changes the branch and the role of a child that came from a dead one of the kin.
template<class Heir>
void inherit(Heir& heir, pid& from, const kin& gone, bool to_heirs)
{
    if (from != gone.seen.who) return;
    from = gone.from;
    if (!to_heirs) return;
    heir.starter = true;
    if (gone.place) heir.place = gone.place;
}

} // namespace foster
