// Reports that a supervise may have begun in a service directory.
#pragma once

#include <poll.h>

#include <string>

#include "kernel/linux/fd.h"

namespace foster {

class supervise_start_watch {
  public:
    // Watches PATH and PATH/supervise for new files.  If PATH/supervise did not exist
    // at the first call, a later call watches it.
    void watch(const std::string& path);

    // Returns a source that is readable when there is news; its number is -1 if nothing
    // is watched.
    pollfd source() const { return {inotify_.number(), POLLIN, 0}; }

    // Returns whether there was news.
    bool take();

    // Returns whether some news may be missing: the kernel has no room for a watch, or
    // PATH/supervise is a dangling link.
    bool deaf() const { return deaf_; }

  private:
    bool add(const std::string& directory, unsigned events);

    fd inotify_;
    bool deaf_ = false;
};

} // namespace foster
