// What svscan notices of the scan directory, and tells the roster: by a watch, or by
// itself where there is none.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "kernel/linux/complain.h"
#include "lib/instant.h"
#include "lib/roster.h"
#include "svscan/scan_path.h"
#include "svscan/suspicion.h"
#include "svscan/sweep.h"

namespace foster {

class lookout {
  public:
    // All outlive it.  `besides`: a directory that is not in the scan directory, and is
    // always there.
    lookout(watch& w, const scan_path& p, suspicion& u, const complainer& c,
            const std::optional<sighting>& besides)
        : watch_(w), path_(p), suspicion_(u), complain_(c), besides_(besides)
    {
    }

    // What has changed, or all that is there: the first time, if `all`, or if it is time.
    // Throws bad_alloc; then all is looked at the next time.
    void notice(roster& into, bool all, instant now);

    // When to notice again although nothing is heard.
    std::optional<instant> again() const;

    // Nothing of what was seen may be relied on.
    void forget() { first_ = true; }

  private:
    // What came while the directory could not be read is told by nobody again.
    bool looks_itself() const { return !watch_.sees() || unread_ || unsure_; }
    void follow();
    void look_at_all(roster& into);
    void look_at_links(roster& into);
    void lose(const std::string& name, roster& into);
    void tell_aliases(const roster& known);

    watch& watch_;
    const scan_path& path_;
    suspicion& suspicion_;
    const complainer& complain_;
    const std::optional<sighting>& besides_;
    std::map<std::string, std::string> aliases_; // that were told of
    std::set<std::string> links_;                // whose targets no watch tells of
    instant next_look_{};
    bool may_move_ = false;            // the path leads through a link
    std::optional<place> not_trusted_; // to where it led, and was not followed
    bool gone_ = false;                // the directory, from where it was
    int unread_ = 0;      // why the scan directory was not read at the last look
    bool unsure_ = false; // some names could not be looked at
    bool first_ = true;
};

} // namespace foster
