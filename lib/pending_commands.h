// Commands that wait for their scripts.  supervise first runs control/LETTER, if it
// exists, and exit 0 of this script forbids the command.  Only commands of the same
// letter wait for it.
#pragma once

#include <optional>
#include <vector>

#include "lib/pid.h"

namespace foster {

struct request {
    // The effect of the command, unless the script forbids it.
    enum class purpose : unsigned char {
        none,   // no effect, or none any more
        signal, // the signal is sent
        stop,   // a stop begins with the stop signal
        again,  // the stop signal is sent, then CONT, which the script cannot forbid
        ready,  // the service is ready if the script exits 0
        start,  // the service is started, which the script cannot forbid
    };

    char letter = 0;
    purpose of = purpose::none;
    int sends = 0;        // for purpose::signal
    bool group = false;   // signal every process of the service
    bool to_main = false; // for the main process of the time of the command
    pid script{};         // the script, while it runs
    bool ended = false;   // the script has run,
    bool vetoed = false;  // and has forbidden the command

    friend constexpr bool operator==(const request&, const request&) = default;
};

class requests {
  public:
    // Adds a command.  While the script of its letter runs, one more command of a kind
    // waits, but no third: commands are neither lost nor multiplied.
    void add(const request& r);

    // Returns the letter whose script runs next; 0 if there is none.  The letter that
    // ends a stop (`d`, `x`) waits for the letter that begins it (`t`).
    char due() const;

    void begun(char letter, pid script); // for the first one that waits
    request take(char letter);           // the same, if there is no script
    void died(pid script, bool vetoed);
    std::optional<request> take_ended();

    bool running(char letter) const;
    bool starting() const; // control/u runs, and a start waits for it

    void drop_signals(); // the service that they were for is dead
    void drop_waiting(); // the service is started again
    bool cancel_start(); // returns whether a start was waiting

    friend bool operator==(const requests&, const requests&) = default;

  private:
    std::vector<request> all_; // in the order of arrival
};

} // namespace foster
