// The core of supervise: facts about one service in, one decision out.
//
// A turn (supervise/turn) tells the facts in this order: every death, then one look at
// who is left (or that nobody is), then the commands; then it asks next() and does what
// it is told, telling each outcome, until the answer is rest, hold or leave.  No call
// here touches the system, reads a clock or throws, but for want of memory.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "lib/command.h"
#include "lib/custody.h"
#include "lib/notice.h"
#include "lib/pace.h"
#include "lib/remark.h"
#include "lib/renewal.h"
#include "lib/requests.h"
#include "lib/settings.h"
#include "lib/status.h"
#include "lib/succession.h"

namespace foster {

// The decisions.
struct rest { // until something is heard
    friend constexpr bool operator==(const rest&, const rest&) = default;
};
struct hold { // until something is heard, or `until`
    instant until;
    friend constexpr bool operator==(const hold&, const hold&) = default;
};
struct start { // spawn the run process; then spawned() or refused()
    friend constexpr bool operator==(const start&, const start&) = default;
};
struct send { // this signal to that child of ours; then sent()
    pid to;
    int signal = 0;
    pid session{}; // of an attendant: to its group there
    friend constexpr bool operator==(const send&, const send&) = default;
};
struct finish { // start the finish script; then finishing() or one of unfinished
    death of;
    friend constexpr bool operator==(const finish&, const finish&) = default;
};
struct consult { // run control/LETTER; then consulting() or unconsulted()
    char letter = 0;
    friend constexpr bool operator==(const consult&, const consult&) = default;
};
struct say { // then said()
    remark what;
    friend constexpr bool operator==(const say&, const say&) = default;
};
struct renew { // go on as another program; then, if it could not be, unrenewed()
    bool refresh = false; // with settings that are read anew
    friend constexpr bool operator==(const renew&, const renew&) = default;
};
struct leave { // nobody is left, and supervise is to end
    friend constexpr bool operator==(const leave&, const leave&) = default;
};
using action = std::variant<rest, hold, start, send, finish, consult, say, renew, leave>;

class service {
  public:
    service(const settings& s, want w) : settings_(s), want_(w) {}

    // First of all, where a supervise that has died left its service to us.  `anew`: the
    // processes that it knew are dead and others live (wardship::renewed).  `told`: of
    // adoptions, so that it may have been sure of a main that was about to pass its role
    // on.
    void resumed(const predecessor& was, moment now, bool anew = false,
                 bool told = false);

    // Or where it has gone on as another program: its status, and what it handed over.
    void renewed(const status& was, const renewal& more, moment now);
    renewal hand_on() const;
    // Of its settings some are those of before: once it is dead, all are read.
    void refresh_when_dead() { refresh_later_ = true; }

    // Facts.
    void woken(moment now); // first in a turn, which may come later than it was to come
    void turned();          // last in a turn
    void spawned(pid run, moment now);
    // The kernel would not spawn; or, and then it is a failure of the service, there was
    // nothing to exec.
    void refused(moment now, bool by_exec = false);
    void finishing(pid script, moment now); // finish runs
    void unfinished();                      // there is none, or it cannot be executed
    // There was no room to start it: it is tried again, as long as it might have run.
    void unfinished_yet(instant now);
    void consulting(char letter, pid script, instant now); // its script runs
    void unconsulted(char letter, instant now); // there is none that can be started
    // After the look; `by` is the child that said so, or is above who did.
    void noticed(notice n, pid by, instant now);
    // After the look and the notices of a turn: deadlines that have passed are missed
    // only now.  `all`: no notice waits.
    void heard(instant now, bool all = true);
    void unrenewed() { renew_due_ = refresh_due_ = refresh_later_ = false; }
    void said(remark r) { unsaid_.remove(r); }
    void adopted(const adoption& a) { custody_.adopted(a); } // before its parent's death
    void died(const death& d, moment now);
    // `complete`: every child of ours is in `children` or among the bystanders.
    void seen(std::span<const child> children, moment now, bool complete = true);
    void claimed(pid main) { custody_.claimed(main); } // after seen(): by the pidfile
    void alone(moment now);
    void told(const command& c, instant now);
    void told_all() { group_ = false; } // those of one write
    void dismissed(instant now); // supervise is to end: as `x`, and a log may drain first
    void sent(const send& s);    // or tried to: a refusal changes nothing that we can do

    // What to do now, given every fact so far.  Ask again once it is done.
    action next(instant now) const;

    // All that can be said, but for the two `since`: they depend on what was said before.
    status report(instant now) const;

    // Whether there is anybody to look at, and whether a look must count descendants.
    bool alive() const { return custody_.alive(); }
    bool listens() const
    {
        return custody_.alive() &&
               (settings_.ready == readiness::fd || settings_.ready == readiness::notify);
    }
    bool is_kin(pid child) const { return custody_.is_kin(child); }
    bool knows(pid child) const { return custody_.knows(child); }
    bool watched() const { return custody_.alive() || custody_.attended(); }
    bool electing() const { return custody_.electing(); }
    // The number of the next launch.
    std::uint64_t next_start() const { return starts_ + 1; }
    bool asks_for_claim() const
    {
        return !settings_.pidfile.empty() && custody_.alive() && !finish_;
    }
    // Whom a look need not show.
    std::span<const pid> bystanders() const { return custody_.bystanders(); }

    friend bool operator==(const service&, const service&) = default;

  private:
    // A stop under way, begun by a command and over when nobody is left.
    struct stop {
        enum class step : unsigned char { drain, main, all, kill } at = step::main;
        instant further;      // when the next step is due
        bool allowed = false; // control/t does not forbid step::main, or may not
        friend constexpr bool operator==(const stop&, const stop&) = default;
    };

    custody::legacy legacy_of(const predecessor& from, bool finishing, bool anew,
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
    bool once_due_ = false; // told `once` while nobody lived, not started since
    bool soon_ = false;     // told to start again while it is being stopped
    bool leaving_ = false;
    bool paused_ = false;
    bool termed_ = false;
    bool forks_ = true; // the last launch left a daemon; so it may be before the first
    bool loss_noted_ = false;
    bool failed_ = false;             // for good: until told `up` or `once`
    pid finish_;                      // the finish script, while it and all of it live
    std::optional<death> finish_due_; // it is to be started, at finish_at_
    instant finish_at_{};
    std::optional<instant> finish_by_; // where it was refused: not after that
    std::vector<instant> deaths_;      // while wanted up, within settings_.give_up_within
    bool group_ = false;               // a commanded signal is for all kin
    std::optional<stop> stop_;
    requests requests_;
    bool audible_ = true;     // false: we took it back, and have not heard it since
    bool said_ready_ = false; // in this life
    std::string says_;        // the same
    std::optional<instant> ready_by_;
    instant check_at_{}; // ./check is run next, where it is asked
    std::optional<instant> silent_by_;
    bool silent_ = false;          // it is late by the watchdog
    std::optional<moment> turned_; // the last turn, while the service has a deadline
    bool late_ = false;            // this life was not ready in time: a failure
    remarks unsaid_;
    bool start_allowed_ = false;    // control/u has ended, or there is none
    std::optional<stop> dismissal_; // of attendants: its steps drain, all and kill
    std::vector<pid> killed_;       // in the last stop, the first of them
    std::vector<send> owed_;        // signals asked for and not sent, in order
    bool renew_due_ = false;        // once all is calm
    bool refresh_due_ = false;      // the same, with settings that are read anew
    bool refresh_later_ = false;    // before the next start
    std::optional<stamp> renewed_;  // when it last was
    std::uint64_t starts_ = 0;
    stamp retry_{};
    stamp wall_{};           // during a turn, its time
    std::optional<act> act_; // what we did last
    std::optional<last_death> last_;
    earlier_deaths earlier_;
};

} // namespace foster
