// The core of supervise: takes facts about one service and returns one decision.
//
// A turn (supervise/turn) reports the facts in this order: each death, then one look at
// the living processes (or that none is left), then the commands.  Then it asks next(),
// obeys the answer and reports the outcome, until the answer is rest, hold or leave.
// No call here touches the system or reads a clock.  None throws, except if memory is
// exhausted.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "lib/action.h"
#include "lib/control_letters.h"
#include "lib/custody.h"
#include "lib/finish_run.h"
#include "lib/history.h"
#include "lib/logged_deeds.h"
#include "lib/pending_commands.h"
#include "lib/predecessor.h"
#include "lib/ready_watch.h"
#include "lib/sd_notice.h"
#include "lib/settings.h"
#include "lib/start_pace.h"
#include "lib/status.h"
#include "lib/stop_sequence.h"
#include "lib/upgrade_facts.h"

namespace foster {

class service {
  public:
    service(const settings& s, want w) : settings_(s), want_(w) {}

    // Called before all others if a dead supervise left its service.  `restarted`: the
    // processes that it knew are dead, and others live (inherited_list::renewed). `told`:
    // it was notified of adoptions, so it may have published a main process whose role
    // was about to pass on.
    void resumed(const predecessor& was, moment now, bool restarted = false,
                 bool told = false);

    // Called instead after an upgrade in place, with the status and the facts that
    // supervise handed over.
    void renewed(const status& was, const renewal& more, moment now);
    renewal hand_on() const;
    // Some settings are still the earlier ones.  All are read when the service is dead.
    void refresh_when_dead() { refresh_later_ = true; }

    // Take the facts.
    void woken(moment now); // first in a turn, which may be late
    void turned();          // last in a turn
    void spawned(pid run, moment now);
    // The kernel refused to spawn the run process.  With `by_exec` the run process had
    // no program to execute, which is a failure of the service.
    void refused(moment now, bool by_exec = false);
    void finishing(pid script, moment now); // finish runs
    void unfinished();                      // it is missing, or cannot be executed
    // The system was too short of memory or processes to start finish.  supervise tries
    // again for as long as finish might have run.
    void unfinished_yet(instant now);
    void consulting(char letter, pid script, instant now); // its script runs
    void unconsulted(char letter, instant now); // its script is missing, or cannot start
    // Called after the look.  `by` is the child that sent the notice, or an ancestor of
    // the sender.
    void noticed(notice n, pid by, instant now);
    // Called after the look and the notices of a turn.  Only now can a deadline count
    // as missed.  `all`: no notice is unread.
    void heard(instant now, bool all = true);
    void unrenewed() { renew_due_ = refresh_due_ = refresh_later_ = false; }
    void said(remark r) { unsaid_.remove(r); }
    void adopted(const adoption& a) { custody_.adopted(a); } // before its parent's death
    void died(const death& d, moment now);
    // `complete`: each child is in `children` or among the bystanders.
    void seen(std::span<const child> children, moment now, bool complete = true);
    void claimed(pid main) { custody_.claimed(main); } // after seen(): the pidfile
    void alone(moment now);
    void told(const command& c, instant now);
    void told_all() { group_ = false; } // after all commands of one write
    // supervise should end: as `x`, but a logger may first read its input to the end.
    void dismissed(instant now);
    // Also after a refused signal: supervise could not act on the refusal.
    void sent(const send& s);

    // Returns what to do now, according to all facts so far.  Ask again once it is
    // done.
    action next(instant now) const;

    // Returns the status without the two `since`, which depend on the status before.
    status report(instant now) const;

    // Returns whether the service has processes.
    bool alive() const { return custody_.alive(); }
    bool listens() const
    {
        return custody_.alive() &&
               (settings_.ready == readiness::fd || settings_.ready == readiness::notify);
    }
    bool is_kin(pid child) const { return custody_.is_kin(child); }
    bool knows(pid child) const { return custody_.knows(child); }
    bool watched() const { return custody_.alive() || custody_.scripts().any(); }
    bool electing() const { return custody_.electing(); }
    // The number of the next launch.
    std::uint64_t next_start() const { return history_.starts() + 1; }
    bool asks_for_claim() const { return !settings_.pidfile.empty() && runs(); }
    // Returns the children that a look need not show.
    std::span<const pid> bystanders() const { return custody_.bystanders(); }

    friend bool operator==(const service&, const service&) = default;

  private:
    using step = stop_sequence::step;
    using whose = stop_sequence::whose;

    // Returns whether processes of the service itself live, and not only ./finish.
    bool runs() const { return custody_.alive() && !finish_.runs(); }
    // Returns whether its main process lives and is not being stopped.
    bool serves() const { return runs() && custody_.main() && !stop_.begun(); }
    // Returns whether it is not ready, though it could be.
    bool awaited() const { return serves() && !ready_.ready(custody_, settings_); }
    bool ready() const { return serves() && ready_.ready(custody_, settings_); }
    bool checks() const;
    bool start_wanted() const { return (want_ == want::up && !failed_) || once_due_; }
    bool may_start() const { return start_wanted() && !leaving_; }
    bool calm() const;

    custody::legacy legacy_of(const predecessor& from, bool finishing, bool restarted,
                              bool told, moment now) const;
    nanoseconds missed(moment now) const;
    std::optional<instant> next_look() const;
    action patience(std::optional<instant> until) const;
    phase phase_at(instant now) const;

    void ask_first(request r, bool group = false);
    void settle(const request& r);
    void settle_ended();
    void owe(int signal, bool group);
    void come_down(instant now);
    void start_soon(instant now);
    void begin_stop();
    void set_out(step at, instant until);
    void advance_stop(instant now);
    void dismiss_attendants(instant now);
    void expect_word(instant now);
    void note(deed what, int signal) { history_.did(what, signal, wall_); }
    void note_loss(moment now);
    void ended(moment now);
    void judge(const death& d, instant now);

    settings settings_;
    custody custody_{settings_.settle, settings_.foreground, settings_.keep_sessions};
    pace pace_{settings_.delay, settings_.delay_factor, settings_.max_delay,
               settings_.healthy_after, settings_.jitter};
    ready_watch ready_;
    finish_run finish_;
    stop_sequence stop_;      // a command begins it; it is over when no process is left
    stop_sequence dismissal_; // of script processes
    history history_;
    requests requests_;
    std::vector<send> owed_;       // signals that are still to be sent, in order
    std::optional<moment> turned_; // the last turn, while the service has a deadline
    stamp wall_{};                 // the time of the turn, during a turn
    stamp retry_{};
    remarks unsaid_;
    want want_;
    bool once_due_ = false; // `once` was received for a dead service, no start since
    bool soon_ = false;     // a start was commanded during a stop
    bool leaving_ = false;
    bool paused_ = false;
    bool termed_ = false;
    bool failed_ = false;        // until `up` or `once` is received
    bool group_ = false;         // a commanded signal goes to all kin
    bool start_allowed_ = false; // control/u has ended, or does not exist
    bool renew_due_ = false;     // when all is calm
    bool refresh_due_ = false;   // the same, with settings that are read again
    bool refresh_later_ = false; // before the next start
};

} // namespace foster
