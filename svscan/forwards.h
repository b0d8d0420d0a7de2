// The signals that svscan hands on to services of a container: as control bytes, which
// each supervise turns into the signal to its main process.
#pragma once

#include <array>
#include <csignal>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "kernel/linux/signals.h"
#include "lib/instant.h"

namespace foster {

// What may be handed on.  Those without an option go to the service that the container
// ends with.
struct forwarded_signal {
    int number;
    bool by_default;
};

constexpr auto forwarded_signals = std::to_array<forwarded_signal>({
    {SIGHUP, true},
    {SIGQUIT, true},
    {SIGUSR1, true},
    {SIGUSR2, true},
    {SIGWINCH, true},
    {SIGALRM, false},
});

class forwards {
  public:
    // From a signal to the directory of its service, as seen from the scan directory;
    // outlives it.  An empty directory: that signal is ignored.
    using table = std::map<int, std::string>;
    explicit forwards(const table& to) : to_(to) {}

    bool has(int signal) const { return to_.contains(signal); }

    // Hands on what has come, and what could not be handed on before.
    void take(const signals::set& came);

    // When to try again: some supervise does not read its control yet.
    std::optional<instant> again(instant now) const;

  private:
    const table& to_;
    std::set<int> waiting_;
};

} // namespace foster
