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
#include <string>
#include <variant>
#include <vector>

#include "lib/control_letters.h"
#include "lib/custody.h"
#include "lib/logged_deeds.h"
#include "lib/pending_commands.h"
#include "lib/predecessor.h"
#include "lib/sd_notice.h"
#include "lib/settings.h"
#include "lib/start_pace.h"
#include "lib/status.h"
#include "lib/upgrade_facts.h"

namespace foster {

// The decisions.
struct rest { // until the next event
    friend constexpr bool operator==(const rest&, const rest&) = default;
};
struct hold { // until the next event, or `until`
    instant until;
    friend constexpr bool operator==(const hold&, const hold&) = default;
};
struct start { // spawn the run process; then spawned() or refused()
    friend constexpr bool operator==(const start&, const start&) = default;
};
struct send { // send this signal to that child; then sent()
    pid to;
    int signal = 0;
    pid session{}; // of a script process: signal its group there
    friend constexpr bool operator==(const send&, const send&) = default;
};
struct finish { // start the finish script; then finishing() or unfinished...()
    death of;
    friend constexpr bool operator==(const finish&, const finish&) = default;
};
struct consult { // run control/LETTER; then consulting() or unconsulted()
    char letter = 0;
    friend constexpr bool operator==(const consult&, const consult&) = default;
};
struct say { // report the remark; then said()
    remark what;
    friend constexpr bool operator==(const say&, const say&) = default;
};
struct renew {            // upgrade in place; then, if it failed, unrenewed()
    bool refresh = false; // with settings that are read again
    friend constexpr bool operator==(const renew&, const renew&) = default;
};
struct leave { // no process is left, and supervise should end
    friend constexpr bool operator==(const leave&, const leave&) = default;
};
using action = std::variant<rest, hold, start, send, finish, consult, say, renew, leave>;

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
    std::uint64_t next_start() const { return starts_ + 1; }
    bool asks_for_claim() const
    {
        return !settings_.pidfile.empty() && custody_.alive() && !finish_;
    }
    // Returns the children that a look need not show.
    std::span<const pid> bystanders() const { return custody_.bystanders(); }

    friend bool operator==(const service&, const service&) = default;

  private:
    // A stop under way.  A command begins it, and it is over when no process is left.
    struct stop {
        enum class step : unsigned char { drain, main, all, kill } at = step::main;
        instant further;      // when the next step is due
        bool allowed = false; // control/t has not forbidden step::main, or cannot
        bool ignored = false; // the main process ignores the signal
        friend constexpr bool operator==(const stop&, const stop&) = default;
    };

    custody::legacy legacy_of(const predecessor& from, bool finishing, bool restarted,
                              bool told, moment now) const;
    void ask_first(request r, bool group = false);
    void settle(const request& r);
    void settle_ended();
    void dismiss_attendants(instant now);
    void advance_dismissal(instant now);
    void start_soon(instant now);
    void expect_word(instant now);
    nanoseconds missed(moment now) const;
    instant sooner(instant deadline, nanoseconds whole) const;
    void fail_late(instant now);
    bool awaited() const;
    bool ready() const;
    std::optional<instant> next_look() const;
    std::optional<send> next_of_dismissal() const;
    bool calm() const;
    action patience(std::optional<instant> until) const;
    void ended(moment now);
    void owe(int signal, bool group);
    void owe_all(int signal);
    bool is_to_end(int signal) const;
    void expect_nothing_of(const send& s);
    void begin_stop();
    void set_out(stop s);
    void advance_stop(instant now);
    void begin_killing(instant now);
    std::optional<send> next_of_stop() const;
    void note_loss(moment now);
    void note(deed what, int signal);
    void judge(const death& d, instant now);
    bool gave_up(instant now);
    bool start_wanted() const { return (want_ == want::up && !failed_) || once_due_; }
    bool may_start() const { return start_wanted() && !leaving_; }
    phase phase_at(instant now) const;

    settings settings_;
    custody custody_{settings_.settle, settings_.foreground, settings_.keep_sessions};
    pace pace_{settings_.delay, settings_.delay_factor, settings_.max_delay,
               settings_.healthy_after, settings_.jitter};
    want want_;
    bool once_due_ = false; // `once` was received for a dead service, no start since
    bool soon_ = false;     // a start was commanded during a stop
    bool leaving_ = false;
    bool paused_ = false;
    bool termed_ = false;
    bool forks_ = true; // the last launch left a daemon; assumed before the first
    bool loss_noted_ = false;
    bool failed_ = false; // until `up` or `once` is received
    pid finish_;          // the finish script, while it or a child of it lives
    std::optional<death> finish_due_; // finish should start at finish_at_
    instant finish_at_{};
    std::optional<instant> finish_by_; // after a refusal: the last time to try
    std::vector<instant> deaths_;      // while wanted up, within settings_.give_up_within
    bool group_ = false;               // a commanded signal goes to all kin
    std::optional<stop> stop_;
    requests requests_;
    bool audible_ = true;     // false: recovered, and no notice has come since
    bool said_ready_ = false; // since the last start
    std::string says_;        // since the last start
    std::optional<instant> ready_by_;
    instant check_at_{}; // when ./check runs next, if it is used
    std::optional<instant> silent_by_;
    bool silent_ = false;          // the watchdog's time has passed
    std::optional<moment> turned_; // the last turn, while the service has a deadline
    bool late_ = false;            // this launch was not ready in time: a failure
    remarks unsaid_;
    bool start_allowed_ = false;    // control/u has ended, or does not exist
    std::optional<stop> dismissal_; // of script processes: drain, all, kill
    std::vector<pid> killed_;       // the first ones of the last stop
    std::vector<send> owed_;        // signals that are still to be sent, in order
    bool renew_due_ = false;        // when all is calm
    bool refresh_due_ = false;      // the same, with settings that are read again
    bool refresh_later_ = false;    // before the next start
    std::optional<stamp> renewed_;  // when the last upgrade in place was
    std::uint64_t starts_ = 0;
    stamp retry_{};
    stamp wall_{};           // the time of the turn, during a turn
    std::optional<act> act_; // the last deed of supervise, ...
    bool act_now_ = false;   // ... in this life of the service
    std::optional<last_death> last_;
    earlier_deaths earlier_;
};

} // namespace foster
