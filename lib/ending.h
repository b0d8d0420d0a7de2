// How svscan ends: what it waits for and for how long, from the word to its last call.
// Facts in, one decision out, as in lib/roster, which says in what order the supervises
// go; this says what is done about whoever is left.
//
// Services and loggers go first; whoever takes too long is killed.  Where svscan answers
// for everybody (process 1, a container's first process) all others then get TERM, and
// KILL if that does not end them: everybody is dead when there is no child left (ECHILD).
// Then the hook `finish` runs, then whoever it left is killed, then svscan leaves.
#pragma once

#include <array>
#include <csignal>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "lib/death.h"
#include "lib/instant.h"
#include "lib/pid.h"

namespace foster {

// What svscan is: one program among others, the first of a container, or process 1 of
// whatever can be rebooted.
enum class station : std::uint8_t { plain, container, machine };

// What follows when all is down.
enum class last_word : std::uint8_t { exit, reboot, halt, power_off };

std::string_view to_text(last_word w);

// The signals that tell svscan to end.  On a machine they are those of busybox' reboot,
// halt and poweroff, ctrl-alt-del (INT), a failing power supply and LXC (PWR).
struct end_signal {
    int number;
    bool everywhere; // also where svscan is one program among others
    last_word on_a_machine;
};

constexpr auto end_signals = std::to_array<end_signal>({
    {SIGTERM, true, last_word::reboot},
    {SIGINT, true, last_word::reboot},
    {SIGQUIT, false, last_word::reboot},
    {SIGUSR1, false, last_word::halt},
    {SIGUSR2, false, last_word::power_off},
    {SIGPWR, false, last_word::power_off},
});

// Nothing: there it does not tell svscan to end.
constexpr std::optional<last_word> word_of(const end_signal& s, station at)
{
    switch (at) {
    case station::plain:
        return s.everywhere ? std::optional{last_word::exit} : std::nullopt;
    case station::container: return last_word::exit;
    case station::machine: return s.on_a_machine;
    }
    return std::nullopt;
}

// What a container ends with, as a shell gives it: the code, or 128 and the signal.
constexpr int exit_code_of(manner how, int status)
{
    switch (how) {
    case manner::exited: return status;
    case manner::signalled:
    case manner::dumped: return 128 + status;
    case manner::unknown: break;
    }
    return 111;
}

class ending {
  public:
    // The decisions.
    struct rest {};
    struct hold {
        instant until;
    };
    struct stop {};  // bring all services down; then stopping()
    struct end_all { // this signal to everybody whom we answer for; then sent()
        int signal;
    };
    struct finish { // start the hook; then finishing() or unfinished()
        last_word before;
    };
    struct end_finish { // KILL to the hook; then sent()
        pid hook;
    };
    struct leave {
        last_word with;
    };
    using action = std::variant<rest, hold, stop, end_all, finish, end_finish, leave>;

    // `patience` is what services have, and then what the hook has.
    ending(station at, nanoseconds patience) : at_(at), patience_(patience) {}

    // Facts.
    void told(last_word w, instant now); // the last one told is what follows
    void stopping() { stopping_ = true; }
    void sent(int signal, instant now);
    void finishing(pid hook, instant now);
    void unfinished(); // there is no hook, or it cannot be started
    void died(pid who);

    // `supervised`: a supervise of ours lives; `alone`: no child of ours does.
    action next(bool supervised, bool alone, instant now) const;

    bool begun() const { return since_.has_value(); }
    // A child of ours in whose place nobody comes.
    pid hook() const { return hook_; }

    friend bool operator==(const ending&, const ending&) = default;

  private:
    action next_of_services(instant now) const;
    action next_of_others(bool overdue, instant now) const;
    action next_of_finish(instant now) const;

    station at_;
    nanoseconds patience_;
    last_word word_ = last_word::exit;
    std::optional<instant> since_;
    bool stopping_ = false;
    std::optional<instant> termed_;       // everybody was
    std::optional<instant> killing_;      // since then, everybody
    instant killed_{};                    // the last time
    pid hook_;                            // while it lives
    std::optional<instant> hook_started_; // or was found missing
};

} // namespace foster
