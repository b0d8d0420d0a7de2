// The bystanders of a service.  A bystander is a child that supervise must neither signal
// nor wait for, as a login or the job of a user.  A child is a bystander if one of these
// is true:
//  a. Its login uid is set, differs from that of the main process that was settled
//     last, and cannot be set by the service itself.  Any process may set its own login
//     uid while it is unset.  So it counts only if that main process runs as root (no
//     other user can log a user in), and if the child runs as root or as the user of
//     the login.  That user must be no system account, and no process of the service
//     without a login may run as that user.
//  b. The service asks for it (keep-sessions), and the child is in another session than
//     that main process.
//  c. It was born before this launch: a bystander of an earlier launch left it.
//  d. It comes from a bystander, where the system reports that.
// A bystander stays a bystander: supervise only reaps it.
#pragma once

#include <span>
#include <vector>

#include "lib/child.h"
#include "lib/pid.h"

namespace foster {

class bystander_set {
  public:
    explicit bystander_set(bool keep_sessions = false) : keep_sessions_(keep_sessions) {}

    void assign(std::span<const pid> all); // in any order
    void add(pid who);
    // Returns whether the dead child was a bystander.
    bool died(pid who);

    bool has(pid who) const;
    bool empty() const { return all_.empty(); }
    std::span<const pid> all() const { return all_; } // in order of pid

    // Rules a and b: returns whether the child is to become a bystander.  `settled` is
    // the main process that was settled last, and `service` are all processes of the
    // service.
    bool wants(const child& c, const child& settled, std::span<const kin> service) const;

    friend bool operator==(const bystander_set&, const bystander_set&) = default;

  private:
    std::vector<pid> all_;
    bool keep_sessions_;
};

// Rule c: returns whether the child was born before the launch.
bool born_before(const child& c, instant launched);

} // namespace foster
