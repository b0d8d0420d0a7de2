// The adoption signal of a kernel that has it (kernel/adoptsig): it reports each child
// that we adopt because its parent died.
#pragma once

#include <optional>
#include <vector>

#include "kernel/linux/fd.h"
#include "lib/child.h"

namespace foster {

class adoptions {
  public:
    // Asks for the signal, once signals are blocked.  A stock kernel refuses without
    // any effect: then number() is -1, and there is never a notice.  If an earlier
    // program of this process has asked, the signal stays on, and waiting notices are
    // kept.
    void ask() noexcept;

    // Readable when there may be a notice.
    int number() const { return file_.number(); }
    bool told() const { return number() >= 0; }

    // Takes all waiting notices, which next() returns one by one.  Notices without
    // memory are lost.
    void drain() noexcept;
    std::optional<adoption> next() noexcept;

  private:
    fd file_;
    std::vector<adoption> heard_;
};

} // namespace foster
