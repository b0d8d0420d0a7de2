// Supervise processes that this svscan has not started, because a killed svscan has
// left them.  svscan finds each by its lock, and watches it by a pidfd.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kernel/linux/fd.h"
#include "lib/death.h"

namespace foster {

class foreign_supervises {
  public:
    foreign_supervises(); // throws

    // Returns a descriptor that is readable when one of these processes may have died.
    int number() const { return events_.number(); }

    // Returns the supervise process that lives in that directory, and watches it from
    // now on.  Returns nullopt if a person or another living svscan has started that
    // process.  A child of this svscan is returned as well: the program before an
    // upgrade may not have reported it.
    std::optional<pid> find(const std::string& directory) noexcept;

    // Watches a supervise process that this svscan had before an upgrade in place.
    // Returns false if it has died, or if the pid now belongs to another process.
    bool keep(pid who, std::uint64_t start) noexcept;

    // Adds the processes that have died since the last call.  How they ended is
    // unknown.
    void take(std::vector<death>& dead);

    // Returns false if `to` is none of these processes.
    bool signal(pid to, int signal) noexcept;

  private:
    bool watch(pid who, fd handle) noexcept;

    fd events_;
    std::map<pid, fd> handles_;
};

// Returns the process that a dead supervise of that directory has left, if it lives.
// The files in supervise/ name that process by pid and start time.
std::optional<pid> survivor_of(const std::string& directory) noexcept;

} // namespace foster
