// The past of one service: the number of its starts, its last deaths, the last act of
// supervise, and the killed processes.  The status publishes all of this.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lib/death.h"
#include "lib/instant.h"
#include "lib/pid.h"
#include "lib/settings.h"
#include "lib/status.h"
#include "lib/upgrade_facts.h"

namespace foster {

class history {
  public:
    // Take the facts.  `when` is the wall clock, for the published times.
    void started();
    void did(deed what, int signal, stamp when); // an act of supervise
    // The main process is dead, and no child has its role.  Counts once a launch.
    void died(const death& d, stamp when);
    void killed(pid who);                     // by KILL in a stop
    void forget_killed() { killed_.clear(); } // another stop begins
    // Takes a death for good.  Returns whether there have been too many
    // (give_up_count in give_up_within).
    bool dies_too_often(const settings& s, instant now);
    void forgive() { deaths_.clear(); }

    // Recovers the history from the status of a dead supervise.
    void resumed(const status& was);
    void missed_start() { ++starts_; } // it was not recorded
    void died_before(bool noted) { loss_noted_ = noted; }
    void resumed_act(const status& was);
    // Recovers it after an upgrade in place.
    void renewed(const status& was, const renewal& more, stamp when);
    void hand_on(renewal& to) const;
    void report(status& to) const;

    std::uint64_t starts() const { return starts_; }
    // Returns the reason of the stop under way.  A signal may have been commanded
    // since.
    deed reason() const;

    friend bool operator==(const history&, const history&) = default;

  private:
    std::uint64_t starts_ = 0;
    std::optional<act> act_; // the last deed of supervise, ...
    std::optional<last_death> last_;
    earlier_deaths earlier_;
    std::optional<stamp> renewed_; // when the last upgrade in place was
    std::vector<pid> killed_;      // the first ones of the last stop
    std::vector<instant> deaths_;  // while wanted up, within give_up_within
    bool act_now_ = false;         // ... in this life of the service
    bool loss_noted_ = false;
};

} // namespace foster
