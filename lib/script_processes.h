// The script processes (attendants): the processes of scripts control/LETTER and of
// ./check (supervise/supervise_attend.cpp).
//
// A script is started in a session of its own, and all processes that it leaves stay
// below a script keeper in that session.  So a child is a script process if its session
// is that of a script, and no other process of the script can become a child of
// supervise.  If the script keeper is killed, the processes in the session are script
// processes.  So are, of the others that appear after the service is dead, all without
// a login.
#pragma once

#include <span>
#include <vector>

#include "lib/child.h"
#include "lib/death.h"
#include "lib/pid.h"

namespace foster {

struct attendant {
    pid who;
    pid session; // that of its script, or its own
    asked to_end = asked::nothing;

    friend constexpr bool operator==(const attendant&, const attendant&) = default;
};

class script_processes {
  public:
    // Take the facts.
    void started(pid script); // in a session of its own
    // Returns whether the dead child was a script process.
    bool died(const death& d);
    // A child was killed before any look showed it.
    void died_unseen() { unkept_ = unkept_ || any(); }
    // Learns the session of a script process that another supervise left.  Returns
    // whether the child is a known script process.
    bool learn(const child& c);
    // Takes in a child that is a script process.  Returns whether it is one.
    // `alive`: the service lives, and so the child may be its own.
    bool take_in(const child& c, bool alive);
    void looked(); // a complete look has shown all script processes
    void none();   // no process is left

    // Returns whether a process of a script is left, or may be.
    bool any() const { return !all_.empty() || !sessions_.empty(); }
    std::span<const attendant> all() const { return all_; }
    bool has(pid who) const;
    // Returns the first one that was asked for less than `level`; nullptr if there is
    // none.  The pointer is valid until the next fact.
    const attendant* unasked(asked level) const;
    void ask(pid who, asked level);

    friend bool operator==(const script_processes&, const script_processes&) = default;

  private:
    std::vector<attendant> all_;
    std::vector<pid> sessions_; // of scripts, while processes may be in them
    bool unkept_ = false;       // a script keeper was killed since the last process went
};

} // namespace foster
