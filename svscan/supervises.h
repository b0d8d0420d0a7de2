// Starts supervise processes, unless one lives already, and reports their deaths.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kernel/linux/fd.h"
#include "kernel/linux/print_complaint.h"
#include "kernel/linux/spawn.h"
#include "lib/repeat_pace.h"
#include "lib/scan_handoff.h"
#include "lib/service_set.h"
#include "svscan/config.h"
#include "svscan/foreign_supervises.h"
#include "svscan/log_pipes.h"
#include "svscan/orphans.h"
#include "svscan/prefix_pipes.h"
#include "svscan/safety_check.h"
#include "svscan/state_watch.h"

namespace foster {

class supervises {
  public:
    using post = orphan_owners::post;

    supervises(const config& d, foreign_supervises& f, orphans& o, state_watch& l,
               safety_check& u, prefix_pipes& p, const complainer& c)
        : config_(d), foreign_(f), orphans_(o), states_(l), safety_check_(u),
          prefixes_(p), complain_(c)
    {
    }

    // Returns the supervise process that a killed svscan has left, or starts one.
    // Returns 0 if that fails; the failure has been reported.
    pid begin(const service_set::start& s, instant now);

    // Takes over a supervise process of the previous program in this process.  Returns
    // false if it has died, or if the pid now belongs to another process.
    bool keep(const kept& k);

    // Records the death of a supervise.  `ended`: its service had ended before.
    void died(const death& d, const post& which, bool ended);
    // Keeps the ready pipe of that directory open: processes that the dead supervise
    // has left may still report readiness.
    void keep_ready_pipe(const post& which, const std::string& directory);
    void tell_of(const death& d, const post& which, const service_set& known, bool ended,
                 bool left, instant now);

    // Forgets services that the service set has forgotten.
    void forget_others(const service_set& known);

    void let_go_of_pipe(place of) { pipes_.let_go(of); }
    void let_go_of_ready_pipe(const post& of) { ready_pipes_.erase(of); }

  private:
    struct complaint {
        std::size_t hash = 0; // of its text
        recurrence<instant> when{};
    };

    bool is_due(const post& which, const std::string& text, instant now);
    std::optional<pid> found(const service_set::start& s);
    void find_pipe(const service_set::start& s);
    std::string word_for_defaults(const service_set::start& s) const;
    spawn_result spawn_piped(const service_set::start& s, const std::string& defaults);
    spawn_result spawn_named(const service_set::start& s, const std::string& defaults,
                             instant now);
    spawn_result spawn_one(const service_set::start& s, int in, int out,
                           const std::string& defaults, int err = -1);
    std::vector<std::string> words_for(const service_set::start& s, bool told,
                                       const std::string& defaults) const;

    const config& config_;
    foreign_supervises& foreign_;
    orphans& orphans_;
    state_watch& states_;
    safety_check& safety_check_;
    prefix_pipes& prefixes_;
    const complainer& complain_;
    log_pipes pipes_;
    std::map<post, fd>
        ready_pipes_;        // open for reading, so that no report of readiness is lost
    std::set<post> looked_;  // already searched for a supervise from a killed svscan
    std::set<post> resumed_; // the last supervise did not end by itself
    std::map<post, std::array<complaint, 2>> said_;
};

} // namespace foster
