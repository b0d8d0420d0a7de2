// How the services are, as their supervises say in supervise/state; heard by inotify(7).
// Only the first program of a container asks.
#pragma once

#include <cstdint>
#include <ctime>
#include <map>
#include <optional>
#include <string>

#include "kernel/linux/fd.h"
#include "lib/glance.h"
#include "lib/instant.h"
#include "lib/roster.h"

namespace foster {

class outlook {
  public:
    // errno of the refusal, or 0.  Without it there is a look each second.
    int open() noexcept;
    int number() const { return news_.number(); }

    // A supervise is about to be started there: what its state says until it has written
    // one is of an earlier life.
    void begins(place where, const std::string& directory, instant now);

    // Reads what has changed, and forgets what `known` does not know.
    void look(const roster& known, instant now);

    // When to look again although nothing was heard: some directory is not watched yet.
    std::optional<instant> again() const { return again_; }

    // There was a service, and none is left that lives or will be started.
    bool all_over() const { return ever_ && complete_ && over_ == seen_.size(); }
    glance at(place where) const;
    // The first essential service that is over; nullopt: none is.
    std::optional<glance> essential_over() const;

  private:
    // What makes a file that file: each state is a new one.
    struct identity {
        std::uint64_t inode = 0;
        timespec changed{};
    };
    struct view {
        std::string directory;
        identity stale;
        int watch = -1;
        bool due = true;
        glance last;
    };

    void hear();
    bool read(view& v) const;
    static identity identity_of(const std::string& state);

    fd news_;
    std::map<place, view> seen_;
    std::size_t over_ = 0;
    bool ever_ = false;
    bool complete_ = true; // no service still waits for its first supervise
    std::optional<instant> again_;
};

} // namespace foster
