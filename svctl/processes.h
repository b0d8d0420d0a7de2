// The processes of services, as /proc lists them: svctl status' PROCESSES.
// No snapshot: who forks and dies while /proc is read may be missed.  It is for showing.
#pragma once

#include <optional>
#include <vector>

#include "lib/toml/read_state.h"

namespace foster {

class process_table {
  public:
    // From parent to child by the lists that the kernel keeps (CONFIG_PROC_CHILDREN), so
    // that a service costs what it has; or, and where there are none, from one pass over
    // /proc.  Empty where there is no /proc.
    enum class way : unsigned char { lists, pass };
    explicit process_table(way by = way::lists);

    // Every live process below `keeper`, the service's supervise; where that is not
    // known, the kin and all below them.  Never the bystanders or anybody below them.
    std::vector<pid> of(const status& s, pid keeper);

  private:
    struct process {
        int who = 0; // pids, as /proc gives them
        int parent = 0;
        int threads = 0;
        std::uint64_t start = 0;
        bool dead = false;
    };

    static std::optional<process> look_at(int who);
    static std::vector<process> listed_below(const process& parent);
    void pass();
    std::optional<process> find(int who) const;
    std::vector<process> below(const process& parent) const;

    bool lists_;
    std::vector<process> by_pid_; // of the pass
    std::vector<process> by_parent_;
};

} // namespace foster
