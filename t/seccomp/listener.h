// A program whose system calls wait for the listener, with all its descendants
// (seccomp's user notification, Linux 5.5).  A filter selects the calls.
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

// Returns a filter for the calls with these numbers.
filter filter_of(std::span<const unsigned> calls);

// Returns a filter for every call from the text of a static program.  Such a text lies
// below 4 GiB and shared libraries do not, so other programs run at full speed.
filter filter_of_static_programs();

// A waiting call.
struct asked {
    std::uint64_t id = 0;
    pid_t who = 0;
    int call = 0;
    std::array<std::uint64_t, 6> arguments{};
};

class listener {
  public:
    // Starts a child under the filter, which calls `become`; that must not return.
    // Throws.
    listener(const filter& which, const std::function<void()>& become);

    // Returns the errno that forbids a listener here, or 0.
    static int hindrance(const filter& which);

    pid_t who() const { return who_; }
    int number() const { return file_.number(); }

    // Returns the call that has waited longest; nullopt if its process has died.
    std::optional<asked> next() const;

    // Lets the call go on.
    void let_through(std::uint64_t id) const;

    // Makes the call return that errno without effect.
    void refuse(std::uint64_t id, int error) const;

  private:
    pid_t who_ = -1;
    fd file_;
};

} // namespace foster::seccomp
