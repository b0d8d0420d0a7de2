// The adoption signal of a kernel that has it (kernel/adoptsig): who has become our child
// because its parent died, as the kernel tells it.
#pragma once

#include <optional>
#include <vector>

#include "kernel/linux/fd.h"
#include "lib/custody.h"

namespace foster {

class adoptions {
  public:
    // Asks for it, once signals are blocked.  A kernel as Linux is refuses, and nothing
    // else is done: number() is -1 then, and all are empty for good.  Asked for in
    // another program of this process, it goes on: what was told then waits still.
    void ask() noexcept;

    // Readable when there may be something to hear.
    int number() const { return file_.number(); }
    bool told() const { return number() >= 0; }

    // Takes over all that waits; then one by one.  What there is no memory for is lost.
    void drain() noexcept;
    std::optional<adoption> next() noexcept;

  private:
    fd file_;
    std::vector<adoption> heard_;
};

} // namespace foster
