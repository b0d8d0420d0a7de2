// Waits until one of a few descriptors is readable, or until an instant.  The woken
// caller finds out which event came.  The only home of Asio.
#pragma once

#include <memory>
#include <optional>

#include "lib/instant.h"

namespace foster {

// The caller to wake.
class sleeper {
  public:
    struct plan {
        bool go_on = true;
        std::optional<nanoseconds> after{}; // the longest time until the next wake()
    };
    virtual plan wake() noexcept = 0;

  protected:
    ~sleeper() = default;
};

class loop {
  public:
    loop(); // throws
    ~loop();

    // Wakes for this descriptor, which the caller owns.  Throws.
    void watch(int fd);

    // Wakes `who` at once, and then until its plan ends.
    void run(sleeper& who) noexcept;

  private:
    struct inside;
    std::unique_ptr<inside> inside_;
};

} // namespace foster
