// Whether the kernel's OOM killer may have killed a process of the service: it leaves no
// other mark on a process than SIGKILL, but it counts.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "lib/death.h"

namespace foster {

class oom_watch {
  public:
    // `root` stands for / in tests; it outlives this.
    explicit oom_watch(const char* root = "") : root_(root) {}

    // Remembers the counter as it is now.
    void begin() noexcept { before_ = read(); }

    // Returns whether it has grown since begin() or the last call: `yes` by the counter
    // of our own control group (memory.events of version 2, memory.oom_control of version
    // 1), `perhaps` by that of the machine (/proc/vmstat), which is read where the group
    // has none.
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
