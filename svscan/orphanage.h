// What svscan does about those whom a supervise leaves to it by dying: it reaps and lists
// them, tells the next supervise of that service (svscan/tidings), and kills those whom
// none can come for.  Whose they are is lib/warden's to say.
#pragma once

#include <unistd.h>

#include <optional>
#include <set>
#include <vector>

#include "lib/roster.h"
#include "lib/warden.h"
#include "svscan/lineage.h"
#include "svscan/tidings.h"

namespace foster {

// Whether a supervise that has ended so may have left its service, whose directory that
// is. Its code alone does not tell: one that goes on as another program has its service,
// and may be refused what it needs to begin.
bool may_have_left(const death& d, const std::string& directory);

class orphanage {
  public:
    using post = warden::post;

    // Reaps whoever has died, and learns whom the supervises among them have left: the
    // dead, for who calls to add to and to obey; then obeyed().  Throws bad_alloc: what
    // there is no memory to obey is among them the next time.
    std::vector<death>& hear(const roster& ours, instant now);
    void obeyed();

    // The reading end of a pipe by which a new supervise is told of those that are its,
    // or perhaps; none, and errno, if there can be none.
    fd open(const post& of) { return tidings_.open(of, warden_.beginning(of)); }
    void close(const post& of) { tidings_.close(of); }

    // Whether the next supervise is to be told of somebody; and whether anybody lives
    // that is of it, or may be.
    bool has(const post& p) const { return warden_.has(p); }
    bool any(const post& p) const { return warden_.any(p); }

    // No supervise can come for them: KILL to all, now and whenever one is found; until
    // one comes all the same, since its directory, or a number, is back.
    void condemn(const post& p, instant now);
    // Whether one of them lives, and is to be waited for: what a killed process leaves is
    // ours only then, and is killed next.  KILL ends a process within moments, unless a
    // disk holds it.
    bool condemned_live(instant now) const;
    void spare(const post& p) { condemned_.erase(p); }
    void forget_others(const roster& known);

    // When to look again although nothing was heard: an orphan of one of several services
    // can come without a word, and only before that it is seen of which one it is.
    std::optional<instant> again(instant now) const;

    // Nobody is here, and no supervise is being told of anybody.
    bool empty() const { return !warden_.concerned() && tidings_.all().empty(); }

    // Tells what is not told yet; false: some of it waits for its reader.
    bool flush() { return tidings_.flush(); }

  private:
    void reap_all();
    bool ambiguous() const;
    std::vector<lineage::bereft> bereft(const roster& ours) const;
    std::vector<death> others(const roster& ours) const;
    void tell();
    void kill_condemned() const;

    std::vector<death> dead_; // heard of, not yet obeyed
    warden warden_;
    lineage lineage_;
    instant last_bereft_{};
    tidings tidings_;
    std::set<post> condemned_;
    instant condemned_at_{};         // the last of them
    bool crowded_ = ::getpid() == 1; // anybody's orphans are our children
};

} // namespace foster
