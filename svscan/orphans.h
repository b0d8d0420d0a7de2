// Handles the orphans that a supervise leaves to svscan by dying.  svscan reaps and
// lists them, reports them to the next supervise of that service
// (svscan/orphan_report_pipes), and kills them if no supervise can follow.
// lib/orphan_owners decides to which service each belongs.
#pragma once

#include <unistd.h>

#include <optional>
#include <set>
#include <vector>

#include "lib/orphan_owners.h"
#include "lib/service_set.h"
#include "svscan/orphan_evidence.h"
#include "svscan/orphan_report_pipes.h"

namespace foster {

// Returns whether a supervise that has ended in this way may have left processes of its
// service.  Its exit code alone does not tell: an upgraded supervise still has its
// service when the system refuses what it needs to begin.
bool may_have_left(const death& d, const std::string& directory);

class orphans {
  public:
    using post = orphan_owners::post;

    // Reaps all dead children, and finds the orphans that dead supervise processes have
    // left.  Returns the deaths.  The caller may add others; it handles all, then calls
    // obeyed().  Throws bad_alloc; the unhandled deaths are returned again by the next
    // call.
    std::vector<death>& hear(const service_set& ours, instant now);
    void obeyed();

    // Returns the reading end of a pipe through which a new supervise learns which
    // orphans are its own, or may be.  Returns no descriptor, and sets errno, if there
    // can be no pipe.
    fd open(const post& of) { return reports_.open(of, owners_.beginning(of)); }
    void close(const post& of) { reports_.close(of); }

    // has() returns whether the next supervise must be notified of an orphan.  any()
    // returns whether an orphan lives that belongs, or may belong, to that service.
    bool has(const post& p) const { return owners_.has(p); }
    bool any(const post& p) const { return owners_.any(p); }

    // Sends KILL to all orphans of that service, now and whenever another is found,
    // because no supervise can follow.  spare() ends this: the directory or its inode
    // number is back, and a supervise has started.
    void condemn(const post& p, instant now);
    // Returns whether such an orphan lives and svscan must wait for it.  The children
    // of a killed orphan become svscan's only at its death, and are killed next.  KILL
    // ends a process within moments, unless the process waits for a disk: after 10
    // seconds the answer is false.
    bool condemned_live(instant now) const;
    void spare(const post& p) { condemned_.erase(p); }
    void forget_others(const service_set& known);

    // Returns when to look again without an event; nullopt if that is not necessary.
    // If several services have orphans, a further orphan can arrive without an event.
    // To which service it belongs can be seen only before that.
    std::optional<instant> again(instant now) const;

    // Returns whether there are no orphans, and no supervise is being notified of any.
    bool empty() const { return !owners_.concerned() && reports_.all().empty(); }

    // Sends the remaining notes.  Returns false if some wait for their reader.
    bool flush() { return reports_.flush(); }

  private:
    void reap_all();
    bool ambiguous() const;
    std::vector<orphan_evidence::bereft> bereft(const service_set& ours) const;
    std::vector<death> others(const service_set& ours) const;
    void tell();
    void kill_condemned() const;

    std::vector<death> dead_; // deaths that were read, but not yet handled
    orphan_owners owners_;
    orphan_evidence evidence_;
    instant last_bereft_{};
    orphan_report_pipes reports_;
    std::set<post> condemned_;
    instant condemned_at_{};         // time of the last condemn()
    bool crowded_ = ::getpid() == 1; // process 1 adopts orphans of every program
};

} // namespace foster
