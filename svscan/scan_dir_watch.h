// Reports changes of the scan directory to the service set.  A watch finds them; without
// a watch svscan reads the directory every 5 seconds.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "kernel/linux/print_complaint.h"
#include "lib/instant.h"
#include "lib/service_set.h"
#include "svscan/safety_check.h"
#include "svscan/scan_dir_reader.h"
#include "svscan/scan_path.h"

namespace foster {

class scan_dir_watch {
  public:
    // All arguments outlive this object.  `besides` is a directory outside the scan
    // directory that always exists.
    scan_dir_watch(watch& w, const scan_path& p, safety_check& u, const complainer& c,
                   const std::optional<sighting>& besides)
        : watch_(w), path_(p), safety_check_(u), complain_(c), besides_(besides)
    {
    }

    // Reports what has changed.  Reports everything at the first call, if `all`, and
    // when a regular look is due.  Throws bad_alloc; the next call then reports
    // everything.
    void notice(service_set& into, bool all, instant now);

    // Returns the time of the next regular look; nullopt if the watch suffices.
    std::optional<instant> again() const;

    // Makes the next notice() report everything.
    void forget() { first_ = true; }

  private:
    // A change that came while the directory could not be read is not reported again.
    bool looks_itself() const { return !watch_.sees() || unread_ || unsure_; }
    void follow();
    void look_at_all(service_set& into);
    void look_at_links(service_set& into);
    void lose(const std::string& name, service_set& into);
    void tell_aliases(const service_set& known);

    watch& watch_;
    const scan_path& path_;
    safety_check& safety_check_;
    const complainer& complain_;
    const std::optional<sighting>& besides_;
    std::map<std::string, std::string> aliases_; // the aliases that were reported
    std::set<std::string> links_; // entries that are links; no watch covers their targets
    instant next_look_{};
    bool may_move_ = false;            // the path leads through a link
    std::optional<place> not_trusted_; // target of that link, if it was not followed
    bool gone_ = false;                // the directory was removed or moved
    int unread_ = 0;      // errno of the last look at the scan directory, or 0
    bool unsure_ = false; // some names could not be looked at
    bool first_ = true;
};

} // namespace foster
