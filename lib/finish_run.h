// The run of ./finish after a death of the service: when it is started, again after a
// refusal, and what its result means.
//
// While ./finish runs, its processes are the only ones, and lib/custody follows them as
// the service.  A stop_sequence ends them after finish_timeout.
#pragma once

#include <optional>

#include "lib/death.h"
#include "lib/instant.h"
#include "lib/pid.h"

namespace foster {

class finish_run {
  public:
    // Take the facts.
    void owed(const death& of, instant now); // the service died so
    void started(pid script);
    void resumed(pid script) { script_ = script; } // a dead supervise started it
    void dropped();                                // it is missing, or cannot be executed
    // The system was too short of memory or processes to start it.  The next try is a
    // second later, for as long as ./finish might have run.
    void refused(instant now, nanoseconds timeout);
    void ended() { script_ = {}; } // no process of it is left

    // Returns whether ./finish runs, or a process of it.
    bool runs() const { return bool{script_}; }
    // Returns the death with which ./finish is to be started; nullopt if it is not.
    const std::optional<death>& due() const { return due_; }
    instant at() const { return at_; } // not sooner
    // Returns whether the start was refused, and will be tried again.
    bool tries_again() const { return by_.has_value(); }
    // Returns whether this death of the script forbids to start the service again.
    bool forbids_start(const death& d) const;

    friend bool operator==(const finish_run&, const finish_run&) = default;

  private:
    pid script_;
    std::optional<death> due_;
    instant at_{};
    std::optional<instant> by_; // after a refusal: the last time to try
};

} // namespace foster
