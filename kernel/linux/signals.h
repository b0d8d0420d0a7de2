// The signals that a supervisor hears, read from a signalfd.  All others stay blocked:
// but for KILL and STOP nothing that is sent to it changes its course.  None is ignored
// any more, so that none is by whom it starts.
#pragma once

#include <csignal>
#include <initializer_list>

#include "kernel/linux/fd.h"

namespace foster {

class signals {
  public:
    // What our starter had us ignore (nohup: HUP) is not heard.  Throws.
    explicit signals(std::initializer_list<int> heard);
    // What was ignored is ignored again: another program may follow in this process.
    ~signals();
    signals(const signals&) = delete;
    signals& operator=(const signals&) = delete;

    int number() const { return file_.number(); }

    // Before this process executes another program of ours: what is not heard is ignored,
    // as our starter had it, so that the other does not hear it either.  And back, if it
    // could not be executed.
    void hand_on(bool over_exec) const noexcept;

    // Those that have come since the last call.
    class set {
      public:
        bool has(int signal) const { return bits_ >> signal & 1; }
        void add(int signal) { bits_ |= 1ULL << signal; }

        // HUP came from svctl, which asks svscan for a look, and is for no service.
        bool asks_for_look() const { return has(no_signal); }
        void ask_for_look() { add(no_signal); }

      private:
        static constexpr int no_signal = 0;
        unsigned long long bits_ = 0;
    };
    set take() noexcept;

  private:
    fd file_;
    set unheard_;
};

} // namespace foster
