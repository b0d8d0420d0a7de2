// Hears from the kernel when something is written into log directories: no polling, and
// one descriptor for all.
#pragma once

#include <poll.h>

#include <cstddef>
#include <map>
#include <set>
#include <string>

#include "kernel/linux/fd.h"

namespace foster {

class log_watch {
  public:
    log_watch(); // throws, as does add()

    // From now on `which` is told of what becomes of that directory.
    void add(const std::string& dir, std::size_t which);

    // Whose directories are others than at the last call.
    std::set<std::size_t> take();

    // Becomes readable when take() may have something.
    pollfd source() const { return {inotify_.number(), POLLIN, 0}; }

  private:
    fd inotify_;
    std::map<int, std::set<std::size_t>> watches_; // who shares a directory by links
    std::set<std::size_t> all_;
};

} // namespace foster
