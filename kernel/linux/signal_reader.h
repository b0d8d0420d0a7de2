// Reads the signals that a supervisor obeys from a signalfd.  All others stay blocked:
// but for KILL and STOP they have no effect.  None is ignored, so started programs
// ignore none either.
#pragma once

#include <csignal>
#include <initializer_list>

#include "kernel/linux/fd.h"

namespace foster {

class signals {
  public:
    // A signal that our parent made us ignore (nohup: HUP) is not obeyed.  Throws.
    explicit signals(std::initializer_list<int> heard);
    // Ignores the same signals again, for another program in this process.
    ~signals();
    signals(const signals&) = delete;
    signals& operator=(const signals&) = delete;

    int number() const { return file_.number(); }

    // Before exec of another of our programs: ignores the signals that are not obeyed,
    // as our parent set them, so that the other program does not obey them either.
    // Undoes this if the exec fails.
    void hand_on(bool over_exec) const noexcept;

    // The signals since the last call.
    class set {
      public:
        bool has(int signal) const { return bits_ >> signal & 1; }
        void add(int signal) { bits_ |= 1ULL << signal; }

        // HUP came from svctl, which asks svscan to look at its directory.
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
