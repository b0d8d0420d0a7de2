// Decides how svscan ends: which condition it waits for, how long, and which step is
// next, from the request to its last call.  It takes facts and returns one decision, as
// lib/service_set does.  lib/service_set decides the order in which supervise processes
// are dismissed, and this file decides how svscan ends all others.
//
// The steps:
//  1. Services end first, then loggers.  Those that take too long are killed.
//  2. If svscan is responsible for all processes (process 1, or the first process of a
//     container), all others get TERM, and KILL if TERM does not end them.  All are dead
//     when svscan has no child left (ECHILD).
//  3. The hook `finish` runs.  Processes that it left are killed.
//  4. svscan leaves.
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

// The role of svscan: an ordinary program, the first process of a container, or process
// 1 of a machine that can be rebooted.
enum class station : std::uint8_t { plain, container, machine };

// The last call, when all services are down.
enum class last_word : std::uint8_t { exit, reboot, halt, power_off };

std::string_view to_text(last_word w);

// The signals that end svscan.  On a machine they are those of busybox' reboot, halt
// and poweroff, of ctrl-alt-del (INT), and of a failing power supply and LXC (PWR).
struct end_signal {
    int number;
    bool everywhere; // also where svscan is an ordinary program
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

// Returns nullopt if the signal does not end svscan at that station.
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

// Returns the exit code of a container, as a shell computes it: the code of its
// service, or 128 and the signal.
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

class shutdown {
  public:
    // The decisions.
    struct rest {};
    struct hold {
        instant until;
    };
    struct stop {};  // bring all services down; then stopping()
    struct end_all { // send this signal to all processes; then sent()
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

    // `patience` is the time for the services, and then the time for the hook.
    shutdown(station at, nanoseconds patience) : at_(at), patience_(patience) {}

    // Take the facts.
    void told(last_word w, instant now); // the last word is obeyed
    void stopping() { stopping_ = true; }
    void sent(int signal, instant now);
    void finishing(pid hook, instant now);
    void unfinished(); // there is no hook, or it cannot be started
    void died(pid who);

    // `supervised`: a supervise process lives.  `alone`: svscan has no child.
    action next(bool supervised, bool alone, instant now) const;

    bool begun() const { return since_.has_value(); }
    // Returns the process of the hook, a child that is never restarted.
    pid hook() const { return hook_; }

    friend bool operator==(const shutdown&, const shutdown&) = default;

  private:
    action next_of_services(instant now) const;
    action next_of_others(bool overdue, instant now) const;
    action next_of_finish(instant now) const;

    station at_;
    nanoseconds patience_;
    last_word word_ = last_word::exit;
    std::optional<instant> since_;
    bool stopping_ = false;
    std::optional<instant> termed_;       // when all got TERM
    std::optional<instant> killing_;      // when all got the first KILL
    instant killed_{};                    // when all got the last KILL
    pid hook_;                            // the hook, while it lives
    std::optional<instant> hook_started_; // or was found missing
};

} // namespace foster
