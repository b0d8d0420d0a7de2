// Puts names before the lines of services without a log (--prefix).  Each service gets
// two pipes and a process svscan-prefix.  That process may wait for a slow reader;
// svscan may not.  svscan holds the pipes, so that no line is lost if a process dies.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "kernel/linux/fd.h"
#include "lib/instant.h"
#include "lib/service_set.h"

namespace foster {

class prefix_pipes {
  public:
    // Both outlive this object.  Without --prefix the program is empty.
    explicit prefix_pipes(const std::string& program) : program_(program) {}

    bool wanted() const { return !program_.empty(); }

    // The standard output and standard error of that service.  of() returns nullopt,
    // and sets errno, if they cannot be made.
    struct ends {
        int out = -1;
        int error = -1;
    };
    std::optional<ends> of(place service, const std::string& name, instant now);

    // Closes the pipes.  The process svscan-prefix ends after the last writer.
    void let_go(place service);
    void let_go_of_others(const service_set& known);
    void let_all_go(instant now);

    void died(pid who, instant now);

    // Restarts dead svscan-prefix processes, if their time has come.
    void revive(instant now);
    std::optional<instant> again() const;

    // Returns whether a closed pipe still has a process, within 2 seconds of
    // let_all_go().
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
    std::set<pid> shutdown_;
    std::optional<instant> until_;
};

} // namespace foster
