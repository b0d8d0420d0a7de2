// The steps of a plan, taken one after the other: which call waits, which is refused, and
// which process is killed when.
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "t/adversary/kill_plan.h"
#include "t/adversary/program_role.h"
#include "t/seccomp/listener.h"

namespace foster::adversary {

// One line on standard output.
void tell(const std::string& line);

class strikes {
  public:
    using clock = std::chrono::steady_clock;

    // `state` is copied to DIRECTORY/state.N before each kill of a supervise.
    strikes(std::string state, std::string directory)
        : state_(std::move(state)), directory_(std::move(directory))
    {
    }

    void add(const step& s);
    void begin(); // the first step begins
    void now();   // the present kill waits no longer

    // What becomes of a call: it goes on, is refused, or waits until its process is dead.
    struct answer {
        bool waits = false;
        int error = 0;
    };
    answer asked(const seccomp::asked& call);

    // Takes the steps that are due.
    void go_on();

    // When to go on though no call is made; nullopt: not before one is.
    std::optional<clock::time_point> due() const;

    std::chrono::milliseconds respawn() const { return respawn_; }
    void died(pid_t who) { census_.forget(who); }

  private:
    struct held {
        pid_t who;
        int call;
        clock::time_point until;
    };

    const step* present() const;
    void begin_step();
    void finish_step();
    bool take(const step& s);
    bool has_passed(const step& s);
    bool kill_idle(const step& s);
    int fail(const step& s, const seccomp::asked& call);
    void strike(pid_t who, const std::string& role, int call);
    int refusal_of(const seccomp::asked& call, const std::string& role) const;

    std::string state_, directory_;
    census census_;
    std::deque<step> plan_;
    bool begun_ = false, told_ = true;

    clock::time_point step_begun_{}, last_call_{};
    int calls_ = 0; // of the role, since this step began
    std::optional<held> held_;

    std::map<std::string, int> refused_; // errno by role
    std::chrono::milliseconds respawn_{0};
    int kills_ = 0;
};

} // namespace foster::adversary
