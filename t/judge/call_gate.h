// A program that must ask before each call that other processes can notice, with all
// its descendants (seccomp's user notification).  So the judge sees every status before
// it is published and misses none.  It can hold a process while others run: the model
// too lets others run before each kernel call.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "t/seccomp/listener.h"

namespace foster::judge {

class gate {
  public:
    using clock = std::chrono::steady_clock;

    // Starts `argv` in `directory`; standard error goes to a file there.  Throws.
    gate(const std::vector<std::string>& argv, const std::string& directory,
         std::uint64_t seed);

    // Returns the errno that forbids a gate here, or 0.
    static int hindrance();

    pid_t who() const { return listener_.who(); }

    // Is called with a process and the call for which it asks.
    using asking = std::function<void(pid_t who, int call)>;

    // Lets every asking process go on sooner or later, and returns after `patience`.
    void attend(clock::duration patience, const asking& asked);

    // Returns whether no process waits at the gate.
    bool idle() const;

  private:
    struct held {
        std::uint64_t id;
        clock::time_point until;
    };

    void hear(const asking& asked);
    void let_through();
    clock::duration patience_with_one();

    seccomp::listener listener_;
    std::vector<held> held_;
    std::mt19937_64 random_;
    unsigned restless_; // how many in 1000 calls are held
};

} // namespace foster::judge
