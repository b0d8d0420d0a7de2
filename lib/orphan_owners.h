// Decides to which service the orphans belong that svscan adopts when a supervise dies,
// and which notes the next supervise of that service gets.  It takes facts and returns
// notes: pure.
//
// All children of a supervise become svscan's at its death, in one step
// (supervision(7)).  So a process that is new in the list read after that death belongs
// to its service.  An orphan that comes with the death of an inherited process belongs
// to the service of that process.  If several supervise processes have died at once, or
// an orphan comes without any death, evidence decides (claim).  Without evidence, each
// possible service gets the note "perhaps", and its supervise knows its own processes.
#pragma once

#include <map>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "lib/custody.h"
#include "lib/orphan_report.h"
#include "lib/service_set.h"

namespace foster {

class orphan_owners {
  public:
    // A supervise: that of a service, or that of its logger.
    using post = std::pair<place, half>;

    // Evidence that one process belongs to a service: the files of its supervise name
    // it, or it was seen below an inherited process.
    struct claim {
        pid who;
        std::uint64_t start = 0; // child::start
        post of;
    };

    // Takes all facts of one moment: the supervise processes that have died and may
    // have left processes, the other deaths, and then the children that are no
    // supervise.  `crowded`: strangers may be among these.
    void heard(std::span<const post> bereft, std::span<const death> others,
               std::span<const child> there, bool crowded,
               std::span<const claim> claims = {});

    // Returns whether there are inherited processes.  Then each death must be followed
    // by a list.
    bool concerned() const { return !wards_.empty(); }
    // has() returns whether the next supervise must be told about a process.  any()
    // returns whether a process lives that belongs to its service, or may belong.
    bool has(const post& p) const;
    bool any(const post& p) const;
    // certain() returns the living processes whose service is known.  owners() returns
    // the number of services to which the others may belong.
    std::vector<claim> certain() const;
    std::size_t owners() const;
    // Returns the living processes that surely belong to one of those services, and so
    // to no other.
    std::vector<pid> only_of(const std::set<post>& those) const;

    // Returns the first notes for a new supervise.
    std::vector<ward_note> beginning(const post& p);
    // Returns the later notes in order, each once.
    std::vector<ward_note> take(const post& p);

    friend bool operator==(const orphan_owners&, const orphan_owners&) = default;

  private:
    struct ward {
        std::uint64_t start = 0;
        std::set<post> owners; // several: it belongs to one of them
        bool stranger = false; // or to no service
        ward_note::kind known() const;
        friend bool operator==(const ward&, const ward&) = default;
    };

    ward new_ward(const child& c, std::span<const post> bereft,
                  std::span<const death> others, bool crowded) const;
    std::set<post> candidates() const;
    void recall(const post& p);
    void tell(const std::set<post>& whom, const ward_note& note);

    std::map<pid, ward> wards_;
    std::map<post, std::vector<ward_note>> notes_;
    // The last deaths in notes to a supervise that may have died before it recorded
    // them.
    std::map<post, std::vector<ward_note>> told_;
};

} // namespace foster
