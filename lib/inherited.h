// The inherited processes of a service, as its supervise knows them.  An earlier
// supervise left them when it died.  They are children of svscan, which sends notes
// about them (lib/orphan_report.h).  Pure.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "lib/orphan_report.h"
#include "lib/predecessor.h"
#include "lib/status.h"

namespace foster {

struct ward {
    pid who;
    std::uint64_t start = 0; // child::start

    friend constexpr bool operator==(const ward&, const ward&) = default;
};

class inherited_list {
  public:
    // Begins with the processes that the dead supervise knew.  `told`: notes about them
    // and about others will come.  Else there are no others.
    void begin(std::span<const member> left, bool told);
    // Begins with the records of launches as well: `left` surely belong to the last
    // launch, so others can belong to no later one.
    void begin(const predecessor& was, bool told);

    // Takes the next note.  `familiar`: it is about a process in a session of known
    // processes.
    void heard(const ward_note& note, bool familiar);
    // unnamed() returns the processes that the dead supervise knew, and no note has
    // named yet.
    //
    // lives() reports that one of them was seen alive.  It is the child of another
    // process, since an earlier supervise had already recovered it.
    std::span<const ward> unnamed() const { return left_; }
    void lives(const ward& w);
    // No note will come any more.  Each process without a note is an inherited process
    // until it is seen dead.
    void unheard();
    // Take the fact that one of them is dead, or alive.
    void died(const death& d);
    void seen(const ward& w) { all_.push_back(w); }

    // Returns whether the first notes have come.  From then on all() misses no process.
    bool begun() const { return begun_; }
    // Returns whether all processes that the dead supervise knew are dead, except
    // bystanders, and others live.  It started the service again, or lost sight of it,
    // and died before it could publish that.
    bool renewed() const { return begun_ && renewed_; }

    std::span<const ward> all() const { return all_; }
    const ward* find(pid who) const;
    bool any() const { return !all_.empty() || !begun_; }

    // Returns the next death, in the order of the notes.
    std::optional<death> reap();
    bool death_waits() const { return !deaths_.empty(); }

    friend bool operator==(const inherited_list&, const inherited_list&) = default;

  private:
    void end_of_beginning();

    std::vector<ward> all_;
    std::vector<ward> left_; // without a note yet
    std::vector<pid> apart_; // bystanders without a note yet
    bool others_ = false;    // notes have named unknown processes
    std::vector<death> deaths_;
    bool begun_ = true;
    bool named_ = false; // a note has named a known process
    bool sure_ = false;  // their launch is certain
    bool renewed_ = false;
};

} // namespace foster
