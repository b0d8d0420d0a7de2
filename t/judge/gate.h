// A program that asks for leave, with all its descendants, before each call that others
// could feel (seccomp's user notification).  So its every status is seen before it is
// published, none is missed, and whoever asks can be held while the others run: where the
// model lets others run before each kernel call, so does this.
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

    // Starts `argv` with `directory` to stand in; what it says on standard error goes to
    // a file there.  Throws.
    gate(const std::vector<std::string>& argv, const std::string& directory,
         std::uint64_t seed);

    // Why there can be no gate here, as errno says it; 0: there can be one.
    static int hindrance();

    pid_t who() const { return listener_.who(); }

    // Who wants to make which call.
    using asking = std::function<void(pid_t who, int call)>;

    // Lets through whoever asks, sooner or later, for so long at most.
    void attend(clock::duration patience, const asking& asked);

    // Nobody waits for our leave.
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
    unsigned restless_; // of 1000 who ask, so many are held
};

} // namespace foster::judge
