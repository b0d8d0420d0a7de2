// The processes of services, as /proc lists them: svctl status' PROCESSES.
// No snapshot: who forks and dies while /proc is read may be missed.  It is for showing.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lib/instant.h"
#include "lib/toml/read_state.h"

namespace foster {

// One of them, as proc_pid_stat(5) has it.
struct process {
    int who = 0; // pids, as /proc gives them
    int parent = 0;
    int threads = 0;
    std::uint64_t start = 0;  // ticks since boot
    std::uint64_t memory = 0; // resident bytes
    nanoseconds cpu{};        // its own, and of those it has waited for
    bool dead = false;
    std::string name{}; // its program's, cut off after 15 bytes
};

// What a whole service uses.  Memory that processes share counts for each of them.
struct usage {
    std::size_t processes = 0;
    std::uint64_t memory = 0;
    nanoseconds cpu{};

    friend bool operator==(const usage&, const usage&) = default;
};

usage sum_of(const std::vector<process>& all);

// How long ago a process was started.
nanoseconds age_of(const process& p);

// Its command line, in one line; where there is none, its name.
std::string command_of(const process& p);

class process_table {
  public:
    // From parent to child by the lists that the kernel keeps (CONFIG_PROC_CHILDREN), so
    // that a service costs what it has; or, and where there are none, from one pass over
    // /proc.  Empty where there is no /proc.
    enum class way : unsigned char { lists, pass };
    explicit process_table(way by = way::lists);

    // Every live process below `keeper`, the service's supervise, if that is known, the
    // kin, of whom it has taken back some, with orphans in their sessions, and all below
    // them.  Never the bystanders or
    // anybody below them.
    std::vector<process> all_of(const status& s, pid keeper);
    std::vector<pid> of(const status& s, pid keeper); // the same by their pids

    // That one alone, if it lives; and with all that live below it, whosever they are.
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
