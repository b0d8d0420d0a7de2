// Reports writes into log directories as the kernel reports them: without polling, and
// with one descriptor for all.
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

    // Watches that directory for `which`.
    void add(const std::string& dir, std::size_t which);

    // Returns whose directories have changed since the last call.
    std::set<std::size_t> take();

    // Returns a source that is readable when take() may return something.
    pollfd source() const { return {inotify_.number(), POLLIN, 0}; }

  private:
    fd inotify_;
    std::map<int, std::set<std::size_t>> watches_; // several share a directory by links
    std::set<std::size_t> all_;
};

} // namespace foster
