// The pipes from services to their loggers.  svscan holds both ends of each, so that
// neither supervise takes with it what is in there.
#pragma once

#include <map>

#include "kernel/linux/fd.h"
#include "lib/roster.h"

namespace foster {

class pipes {
  public:
    struct ends {
        fd read, write;
    };

    bool has(place of) const { return all_.contains(of); }

    // That service's, made if there is none; nullptr, and errno, if it cannot be made.
    const ends* of(place service);

    // The one that a process has: a service's as its output, a logger's as its input.
    // Nothing happens if it has none, or it cannot be had.
    void take(place of, half which, pid who);

    void let_go(place of) { all_.erase(of); }

  private:
    std::map<place, ends> all_;
};

} // namespace foster
