// The processes of a live story, as /proc tells of them.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace foster::judge {

// Empty, too, if it has gone.  Throws.
std::string read_file(const std::string& path);

struct proc {
    pid_t who = 0;
    pid_t parent = 0;
    char state = '?';
    unsigned long start = 0;
    std::string activity{}; // differs if it has run or been signalled in between
    bool inactive = false;  // has left the processor, to sleep or as one stopped

    bool dead() const { return state == 'Z' || state == 'X'; }
    bool asleep() const;
    friend bool operator==(const proc&, const proc&) = default;
};

std::optional<proc> find(pid_t who);

// Whether /proc shows here what at_rest() needs: children, and what a sleeper calls.
bool tells_enough();

// Everybody below, the dead too.
std::vector<proc> all_below(pid_t who);

// A timer of this process will go off within a minute, or has, and was not heard yet.
bool timed(pid_t who);

// This process and all below, if nobody of them will do anything unless somebody else
// does first.
std::optional<std::vector<proc>> at_rest(pid_t top);
std::string to_text(const std::vector<proc>& all);

// KILL, if it is still the one that was born then, and lives.
bool kill_if(pid_t who, unsigned long start);

} // namespace foster::judge
