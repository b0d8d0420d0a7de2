// The processes of services, as /proc lists them: svctl status' PROCESSES.
// No snapshot: who forks and dies while /proc is read may be missed.  It is for showing.
#pragma once

#include <vector>

#include "lib/toml/read_state.h"

namespace foster {

class process_table {
  public:
    process_table(); // one pass over /proc; empty where there is none

    // Every live process below `keeper`, the service's supervise; where that is not
    // known, the kin and all below them.  Never the bystanders or anybody below them.
    std::vector<pid> of(const status& s, pid keeper) const;

  private:
    struct process {
        int who = 0; // pids, as /proc gives them
        int parent = 0;
        std::uint64_t start = 0;
        bool dead = false;
    };

    const process* find(int who) const;
    bool is(const member& m) const;

    std::vector<process> by_pid_;
    std::vector<process> by_parent_;
};

} // namespace foster
