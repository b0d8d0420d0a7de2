// Tells whether the kernel's OOM killer may have killed a process of the service.  Its
// only mark on a process is SIGKILL, but it has a counter.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "lib/death.h"

namespace foster {

class oom_watch {
  public:
    // `root` replaces / in tests, and must outlive this.
    explicit oom_watch(const char* root = "") : root_(root) {}

    // Stores the counter.
    void begin() noexcept { before_ = read(); }

    // Returns whether the counter has grown since begin() or the last call.  `yes`: the
    // counter of our own control group has grown (memory.events of version 2,
    // memory.oom_control of version 1).  `perhaps`: that of the machine (/proc/vmstat),
    // which is read if the group has no counter.
    oom_kill grown() noexcept;

  private:
    struct count {
        bool of_group = false;
        std::uint64_t kills = 0;
    };
    count read() const noexcept;
    std::optional<std::uint64_t> of_group() const noexcept;

    const char* root_;
    count before_{};
};

} // namespace foster
