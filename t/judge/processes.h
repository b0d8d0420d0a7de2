// The processes of a live story, from /proc.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace foster::judge {

// Returns the contents; empty also if the file is gone.  Throws.
std::string read_file(const std::string& path);

struct proc {
    pid_t who = 0;
    pid_t parent = 0;
    char state = '?';
    unsigned long start = 0;
    std::string activity{}; // changes if the process runs or gets a signal
    bool inactive = false;  // has left the processor, sleeping or stopped

    bool dead() const { return state == 'Z' || state == 'X'; }
    bool asleep() const;
    friend bool operator==(const proc&, const proc&) = default;
};

std::optional<proc> find(pid_t who);

// Returns whether /proc shows what at_rest() needs: children, and the call of a
// sleeper.
bool tells_enough();

// Returns all descendants, the dead too.
std::vector<proc> all_below(pid_t who);

// Returns whether a timer of this process will go off within a minute, or has gone off
// and was not read yet.
bool timed(pid_t who);

// Returns this process and all below it, if none of them will do anything unless
// another process does something first; nullopt otherwise.
std::optional<std::vector<proc>> at_rest(pid_t top);
std::string to_text(const std::vector<proc>& all);

// Sends KILL, if the process was born at `start` and is alive.
bool kill_if(pid_t who, unsigned long start);

} // namespace foster::judge
