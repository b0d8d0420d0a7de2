// The states of the services, as supervise writes them to supervise/state.  inotify(7)
// reports the changes.  Only the first program of a container uses this.
#pragma once

#include <cstdint>
#include <ctime>
#include <map>
#include <optional>
#include <string>

#include "kernel/linux/fd.h"
#include "lib/instant.h"
#include "lib/service_set.h"
#include "lib/state_summary.h"

namespace foster {

class state_watch {
  public:
    // Returns 0, or errno if the system refuses a watch.  Without it svscan looks 50
    // times a second.
    int open() noexcept;
    int number() const { return news_.number(); }

    // Announces the start of a supervise in that directory.  Until that process has
    // written its state, the file is from an earlier life and is ignored.
    void begins(place where, const std::string& directory, instant now);

    // Reads the changed states, and forgets services that `known` lacks.
    void look(const service_set& known, instant now);

    // Returns when to look again without an event; nullopt if all directories are
    // watched.
    std::optional<instant> again() const { return again_; }

    // Returns whether there was a service, and none lives or will be started.
    bool all_over() const { return ever_ && complete_ && over_ == seen_.size(); }
    state_summary at(place where) const;
    // Returns the first essential service that is over; nullopt if there is none.
    std::optional<state_summary> essential_over() const;

  private:
    // Identifies a version of a state file.  supervise replaces the file at each
    // change.
    struct identity {
        std::uint64_t inode = 0;
        timespec changed{};
    };
    struct view {
        std::string directory;
        identity stale;
        int watch = -1;
        bool due = true;
        state_summary last;
    };

    void hear();
    bool read(view& v) const;
    static identity identity_of(const std::string& state);

    fd news_;
    std::map<place, view> seen_;
    std::size_t over_ = 0;
    bool ever_ = false;
    bool complete_ = true; // no service waits for its first supervise
    std::optional<instant> again_;
};

} // namespace foster
