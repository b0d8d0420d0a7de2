// Supervises that we have not started: a svscan that was killed has left them.  Each is
// found by its lock, and watched by a pidfd.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kernel/linux/fd.h"
#include "lib/death.h"

namespace foster {

class foreign {
  public:
    foreign(); // throws

    // Readable when one of them may have died.
    int number() const { return events_.number(); }

    // The supervise that lives in that directory, if it was a svscan's and no living one
    // has it: from now on it is watched.  Or if it is our child: an older program of ours
    // that went on as this one has not told of it.
    std::optional<pid> find(const std::string& directory) noexcept;

    // The same of one that is known already, from before we went on as another program;
    // false: it is dead, or somebody's.
    bool keep(pid who, std::uint64_t start) noexcept;

    // Adds those who have died since; nobody knows how.
    void take(std::vector<death>& dead);

    // False: it is none of them.
    bool signal(pid to, int signal) noexcept;

  private:
    bool watch(pid who, fd handle) noexcept;

    fd events_;
    std::map<pid, fd> handles_;
};

// The process that a dead supervise of that directory has left, if it lives: the one that
// its files name, by number and start time.
std::optional<pid> survivor_of(const std::string& directory) noexcept;

} // namespace foster
