// One stop, step by step: which signal is due, to which process, and until when.
//
// supervise stops a service, a ./finish that runs too long, and the scripts of control/
// by the same steps.  Each step has a deadline.
//   drain  waits until the processes have ended by themselves
//   main   the stop signal to the main process
//   all    TERM to all processes
//   kill   KILL to all, and to the processes that appear later
// CONT follows each signal but KILL (service::sent).  The service knows when no process
// is left: it calls end().
#pragma once

#include <cstdint>
#include <optional>

#include "lib/action.h"
#include "lib/custody.h"
#include "lib/instant.h"
#include "lib/settings.h"

namespace foster {

class stop_sequence {
  public:
    // The processes that are stopped, and their steps.
    enum class whose : std::uint8_t {
        service, // drain, main, all, kill
        finish,  // drain, kill
        scripts, // drain, all, kill
    };
    enum class step : std::uint8_t { none, drain, main, all, kill };
    // What advance() has done, if supervise reports it.
    enum class news : std::uint8_t {
        none,
        stopping, // after the drain, the stop signal is due
        ignored,  // the main process ignores the stop signal
        cut,      // the main process has lived too long
        killing,  // KILL is due
    };

    // Begins with that step, which lasts until `until`.  With instant::max() the step
    // `main` lasts stop_timeout from the next advance().  The stop signal waits for
    // allow().
    void begin(whose of, step at, instant until);
    void end() { *this = {}; }

    // control/t has not forbidden the stop signal, or cannot.
    void allow() { allowed_ = true; }
    // The main process does nothing about the stop signal.  Its children are not made
    // to wait for the whole time.  mysqld_safe is one.
    void main_ignores(instant now);
    // Returns whether a main process that is asked to stop has got more time.
    bool extend(instant until);
    // supervise did not run for so long.
    void move(nanoseconds more);

    // Takes the next step if it is due.  `main`: the main process lives.
    news advance(instant now, bool main, const settings& s);

    // Returns the next signal of the step; nullopt if all have been sent.
    std::optional<send> next(const custody& c, int stop_signal) const;

    bool begun() const { return at_ != step::none; }
    bool is_at(step s) const { return at_ == s; }
    // Returns the deadline of the step; nullopt if no stop is under way.
    std::optional<instant> until() const;

    friend constexpr bool operator==(const stop_sequence&,
                                     const stop_sequence&) = default;

  private:
    void go(step to, instant until);
    news end_drain(instant now, const settings& s);

    instant until_{};
    step at_ = step::none;
    whose of_ = whose::service;
    bool allowed_ = false;
    bool ignored_ = false;
};

} // namespace foster
