// A program whose system calls wait for our leave, and those of all that descend from it
// (seccomp's user notification, Linux 5.5).  A filter says which calls.
#pragma once

#include <linux/filter.h>
#include <sys/types.h>

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "kernel/linux/fd.h"

namespace foster::seccomp {

using filter = std::vector<sock_filter>;

// The calls of these numbers.
filter filter_of(std::span<const unsigned> calls);

// Every call that the text of a static program makes.  It lies below 4 GiB, and shared
// libraries do not: other programs run at full speed.
filter filter_of_static_programs();

// One call that waits.
struct asked {
    std::uint64_t id = 0;
    pid_t who = 0;
    int call = 0;
    std::array<std::uint64_t, 6> arguments{};
};

class listener {
  public:
    // Starts a child under the filter, which executes `become`: that must not return.
    // Throws.
    listener(const filter& which, const std::function<void()>& become);

    // The errno that forbids a listener here; 0: none does.
    static int hindrance(const filter& which);

    pid_t who() const { return who_; }
    int number() const { return file_.number(); }

    // The call that has waited longest; none: its process died meanwhile.
    std::optional<asked> next() const;

    // The call goes on.
    void let_through(std::uint64_t id) const;

    // The call is not made, and returns that errno.
    void refuse(std::uint64_t id, int error) const;

  private:
    pid_t who_ = -1;
    fd file_;
};

} // namespace foster::seccomp
