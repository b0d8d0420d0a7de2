// Hears when a supervise may have begun in a service directory.
#pragma once

#include <poll.h>

#include <string>

#include "kernel/linux/fd.h"

namespace foster {

class arrivals {
  public:
    // Listens to what comes into PATH and PATH/supervise.  Another call catches up with a
    // PATH/supervise that has come since.
    void watch(const std::string& path);

    // Becomes readable when there is news; its number is -1 if there is nothing to watch.
    pollfd source() const { return {inotify_.number(), POLLIN, 0}; }

    // Whether there was any.
    bool take();

    // Not all is heard: the kernel has no room for a watch, or supervise is a link to
    // what is not there.
    bool deaf() const { return deaf_; }

  private:
    bool add(const std::string& directory, unsigned events);

    fd inotify_;
    bool deaf_ = false;
};

} // namespace foster
