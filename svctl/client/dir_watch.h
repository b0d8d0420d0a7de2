// Reports renames and removals in directories, but not of which files.
#pragma once

#include <poll.h>

#include <array>
#include <string>
#include <vector>

#include "kernel/linux/fd.h"

namespace foster {

// The kernel queues a signal for each directory (F_NOTIFY), because closing an inotify
// instance takes it some 15 ms.  Without F_NOTIFY it is inotify.
class dir_watch {
  public:
    dir_watch(); // blocks two signals; throws

    // Watches `dir` until that descriptor is closed.  Throws.
    void watch(const fd& dir, const std::string& path);

    // Returns sources that are readable when there is news.  An unused one has number
    // -1.
    std::array<pollfd, 2> sources() const;

    // Returns the descriptors with news since the last call; -1 stands for any
    // descriptor.
    std::vector<int> take();

  private:
    fd signals_;
    fd inotify_;
};

} // namespace foster
