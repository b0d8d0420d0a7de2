// Whose the orphans are that svscan is left with when a supervise dies, and what the next
// supervise of that service is to be told of them.  Facts in, notes out: pure.
//
// All that a supervise had becomes svscan's with its death, in one step (supervision(7)).
// So a process that is new in the list which is read after that death belongs to it.  An
// orphan that comes together with the death of an inherited process is of that process's
// service.  Where several supervises have died at once, or an orphan comes without any
// death, evidence decides (claim); without any, each service that it can be of is told
// "perhaps", and knows its own.
#pragma once

#include <map>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "lib/custody.h"
#include "lib/roster.h"
#include "lib/ward.h"

namespace foster {

class warden {
  public:
    // Which supervise: of a service, or of its log.
    using post = std::pair<place, half>;

    // What is known of one process: it is of that service.  By the files of its
    // supervise, or because it was seen below an inherited process.
    struct claim {
        pid who;
        std::uint64_t start = 0; // child::start
        post of;
    };

    // What svscan has heard at once: which supervises have died and may have left
    // somebody, who else has died, and then who is there that is no supervise.
    // `crowded`: strangers may be among them.
    void heard(std::span<const post> bereft, std::span<const death> others,
               std::span<const child> there, bool crowded,
               std::span<const claim> claims = {});

    // Whether anybody is here, so that each death is to be followed by a list.
    bool concerned() const { return !wards_.empty(); }
    // Whether the next supervise is to be told of somebody; and whether anybody lives
    // that is of it, or may be.
    bool has(const post& p) const;
    bool any(const post& p) const;
    // The living of which the service is certain, and how many services the others may
    // be of.
    std::vector<claim> certain() const;
    std::size_t owners() const;
    // The living that are surely of one of those, and so of nobody else.
    std::vector<pid> only_of(const std::set<post>& those) const;

    // All that a new supervise is told first.
    std::vector<ward_note> beginning(const post& p);
    // What is to be told since, in order; it is told once.
    std::vector<ward_note> take(const post& p);

    friend bool operator==(const warden&, const warden&) = default;

  private:
    struct ward {
        std::uint64_t start = 0;
        std::set<post> owners; // several: it is one of theirs
        bool stranger = false; // or of nobody
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
    // Deaths of which a supervise was told that may not have lived to say so: the last.
    std::map<post, std::vector<ward_note>> told_;
};

} // namespace foster
