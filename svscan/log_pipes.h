// The pipes from services to their loggers.  svscan holds both ends of each, so that no
// line is lost if a supervise dies.
#pragma once

#include <map>

#include "kernel/linux/fd.h"
#include "lib/service_set.h"

namespace foster {

class log_pipes {
  public:
    struct ends {
        fd read, write;
    };

    bool has(place of) const { return all_.contains(of); }

    // Returns the pipe of that service, and makes it if there is none.  Returns
    // nullptr, and sets errno, if it cannot be made.
    const ends* of(place service);

    // Takes over the pipe of a supervise: the output of a service, or the input of a
    // logger.  Does nothing if a pipe is known already, or if none can be opened.
    void take(place of, half which, pid supervise);

    // Takes over the pipe of any process, if a svscan of the same user has made that
    // pipe.
    void take_marked(place of, half which, pid who);

    void let_go(place of) { all_.erase(of); }

  private:
    void take(place of, const fd& pipe);

    std::map<place, ends> all_;
};

} // namespace foster
