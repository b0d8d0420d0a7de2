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

    // Takes the pipe that a supervise has: a service's as its output, a logger's as its
    // input.  Nothing changes if there is a pipe already, or none can be had.
    void take(place of, half which, pid supervise);

    // Takes the pipe that any process has, if a svscan of our user has made it.
    void take_marked(place of, half which, pid who);

    void let_go(place of) { all_.erase(of); }

  private:
    void take(place of, const fd& pipe);

    std::map<place, ends> all_;
};

} // namespace foster
