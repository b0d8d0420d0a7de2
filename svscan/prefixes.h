// The names before the lines of services that have no log (--prefix): for each such
// service two pipes and a svscan-prefix, a process that may wait for whoever reads, as
// svscan may not.  svscan holds the pipes, so that none is lost with a process.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "kernel/linux/fd.h"
#include "lib/instant.h"
#include "lib/roster.h"

namespace foster {

class prefixes {
  public:
    // Both outlive it.  An empty program: no names are wanted.
    explicit prefixes(const std::string& program) : program_(program) {}

    bool wanted() const { return !program_.empty(); }

    // Where that service writes: its standard output and error.  nullopt, and errno, if
    // that cannot be made.
    struct ends {
        int out = -1;
        int error = -1;
    };
    std::optional<ends> of(place service, const std::string& name, instant now);

    // Lets go of the pipes: the process ends when the last writer has ended.
    void let_go(place service);
    void let_go_of_others(const roster& known);
    void let_all_go(instant now);

    void died(pid who, instant now);

    // Starts again what has died, if it is time.
    void revive(instant now);
    std::optional<instant> again() const;

    // Whether lines are still written of which all was let go; not for ever.
    bool drains(instant now) const;

  private:
    struct pipe {
        fd read, write;
    };
    struct channel {
        std::string name;
        pipe out, error;
        pid process;
        instant not_before{};
    };

    bool start(channel& c, instant now);

    const std::string& program_;
    std::map<place, channel> all_;
    std::set<pid> ending_;
    std::optional<instant> until_;
};

} // namespace foster
