// The signals that svscan forwards to the services of a container.  svscan sends each
// as a control byte, which supervise turns into the signal to the main process.
#pragma once

#include <array>
#include <csignal>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "kernel/linux/signal_reader.h"
#include "lib/instant.h"

namespace foster {

// A signal that can be forwarded.  With `by_default` it goes to the service with which
// the container ends, unless --forward says otherwise.
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

class signal_forwarder {
  public:
    // From a signal to the directory of its service, relative to the scan directory.
    // The table outlives this object.  If the directory is empty, svscan ignores that
    // signal.
    using table = std::map<int, std::string>;
    explicit signal_forwarder(const table& to) : to_(to) {}

    bool has(int signal) const { return to_.contains(signal); }

    // Forwards the signals that have arrived, and those that failed before.
    void take(const signals::set& came);

    // Returns the time of the next try; nullopt if no signal waits.  A signal waits
    // while the supervise process does not yet read its control.
    std::optional<instant> again(instant now) const;

  private:
    const table& to_;
    std::set<int> waiting_;
};

} // namespace foster
