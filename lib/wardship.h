// The processes of a service that are not its supervise's children, as that supervise
// knows them: wards.  Another one left them when it died, and svscan, whose children they
// have become, tells of them (lib/ward.h).  Pure.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "lib/status.h"
#include "lib/succession.h"
#include "lib/ward.h"

namespace foster {

struct ward {
    pid who;
    std::uint64_t start = 0; // child::start

    friend constexpr bool operator==(const ward&, const ward&) = default;
};

class wardship {
  public:
    // These the dead supervise knew.  `told`: notes will come, of them and of others;
    // else these are all.
    void begin(std::span<const member> left, bool told);
    // As it is where the records of launches are read as well: `left` are of the last
    // launch for sure, so others can be of no later one.
    void begin(const predecessor& was, bool told);

    // The next note.  `familiar`: it is about a process in a session of theirs.
    void heard(const ward_note& note, bool familiar);
    // Whom the dead supervise knew, and nobody has named yet; and one of those that was
    // seen to live: it is somebody else's child, since even the one before had taken it
    // back.
    std::span<const ward> unnamed() const { return left_; }
    void lives(const ward& w);
    // Nobody will tell any more: whoever has not been named is a ward until it is seen to
    // be dead.
    void unheard();
    // What was seen of one: that it is dead, or there.
    void died(const death& d);
    void seen(const ward& w) { all_.push_back(w); }

    // The beginning has been told: from now on nobody is missing from all().
    bool begun() const { return begun_; }
    // Of those whom the dead supervise knew nobody lives but bystanders, and others do:
    // it started the service anew, or lost its sight of it, and died before it could say
    // so.
    bool renewed() const { return begun_ && renewed_; }

    std::span<const ward> all() const { return all_; }
    const ward* find(pid who) const;
    bool any() const { return !all_.empty() || !begun_; }

    // The deaths, in the order in which they were told.
    std::optional<death> reap();
    bool death_waits() const { return !deaths_.empty(); }

    friend bool operator==(const wardship&, const wardship&) = default;

  private:
    void end_of_beginning();

    std::vector<ward> all_;
    std::vector<ward> left_; // and not named yet
    std::vector<pid> apart_; // bystanders; the same
    bool others_ = false;    // some were named that nobody knew
    std::vector<death> deaths_;
    bool begun_ = true;
    bool named_ = false; // one of those who were known
    bool sure_ = false;  // of which launch they are
    bool renewed_ = false;
};

} // namespace foster
