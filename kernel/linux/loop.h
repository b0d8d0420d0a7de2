// Waits: for any of a few descriptors to become readable, or for an instant.  It knows
// nothing else; whoever is woken finds out what there is.  The only home of Asio.
#pragma once

#include <memory>
#include <optional>

#include "lib/instant.h"

namespace foster {

// Who is woken.
class sleeper {
  public:
    struct plan {
        bool go_on = true;
        std::optional<nanoseconds> after{}; // wake me then at the latest
    };
    virtual plan wake() noexcept = 0;

  protected:
    ~sleeper() = default;
};

class loop {
  public:
    loop(); // throws
    ~loop();

    // Wakes for this descriptor, which stays the caller's.  Throws.
    void watch(int fd);

    // Wakes `who` at once, and then until it does not want to go on.
    void run(sleeper& who) noexcept;

  private:
    struct inside;
    std::unique_ptr<inside> inside_;
};

} // namespace foster
