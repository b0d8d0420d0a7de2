// Hears that something was renamed or removed in a directory; what, it does not say.
#pragma once

#include <poll.h>

#include <array>
#include <string>
#include <vector>

#include "kernel/linux/fd.h"

namespace foster {

// By a queued signal for each directory (F_NOTIFY), since to close an inotify instance
// takes the kernel some 15 ms; by inotify where the kernel does not offer that.
class changes {
  public:
    changes(); // blocks two signals; throws

    // Listens to `dir` until that descriptor is closed.  Throws.
    void watch(const fd& dir, const std::string& path);

    // What becomes readable when there is news.  Of none the number is -1.
    std::array<pollfd, 2> sources() const;

    // The descriptors that news came of since the last call; -1: of anybody.
    std::vector<int> take();

  private:
    fd signals_;
    fd inotify_;
};

} // namespace foster
