// The processes of services, from /proc, for PROCESSES of svctl status.  A process that
// forks and dies while svctl reads /proc may be missed, so the list is only for
// display.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lib/instant.h"
#include "lib/toml/read_state.h"

namespace foster {

// One process, from proc_pid_stat(5).
struct process {
    int who = 0; // as is `parent`, a pid of /proc
    int parent = 0;
    int threads = 0;
    std::uint64_t start = 0;  // ticks since boot
    std::uint64_t memory = 0; // resident bytes
    nanoseconds cpu{};        // its own, and of children that it has waited for
    bool dead = false;
    std::string name{}; // of its program, cut off after 15 bytes
};

// The resources of a whole service.  Memory that processes share counts for each of
// them.
struct usage {
    std::size_t processes = 0;
    std::uint64_t memory = 0;
    nanoseconds cpu{};

    friend bool operator==(const usage&, const usage&) = default;
};

usage sum_of(const std::vector<process>& all);

// Returns the time since the start of a process.
nanoseconds age_of(const process& p);

// Returns the command line, in one line; the name of the program if there is none.
std::string command_of(const process& p);

class process_table {
  public:
    // `lists` follows the kernel's lists of children (CONFIG_PROC_CHILDREN), so that
    // the cost depends only on the size of the service.  `pass` reads all of /proc
    // once; without such lists `lists` does the same.  The table is empty without
    // /proc.
    enum class way : unsigned char { lists, pass };
    explicit process_table(way by = way::lists);

    // Returns every live process of a service: the processes below `keeper`, its
    // supervise, if that is known, the children in the state, and all below them.
    // Children may be inherited: orphans in their sessions count, too.  Leaves out the
    // bystanders and all below these.
    std::vector<process> all_of(const status& s, pid keeper);
    std::vector<pid> of(const status& s, pid keeper); // returns only their pids

    // Returns that process, if it lives, and with_all_below() every live process below
    // it too, whatever its service.
    std::vector<process> one(pid who) const;
    std::vector<process> with_all_below(pid who) const;

  private:
    static std::optional<process> look_at(int who);
    static std::vector<process> listed_below(const process& parent);
    void pass();
    std::optional<process> find(int who) const;
    std::vector<process> below(const process& parent) const;
    std::vector<process> orphans_of(const status& s, pid keeper) const;
    void add_all_below(std::vector<process>& found, std::set<int>& known) const;

    bool lists_;
    std::vector<process> by_pid_; // of the pass
    std::vector<process> by_parent_;
};

} // namespace foster
