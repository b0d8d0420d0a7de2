// Commands that wait for their scripts: control/LETTER is run first, where there is one,
// and its exit 0 forbids what was commanded.  Nothing waits meanwhile but that letter.
#pragma once

#include <optional>
#include <vector>

#include "lib/pid.h"

namespace foster {

struct request {
    // What is done once the script has not forbidden it.
    enum class purpose : unsigned char {
        none,   // nothing, or nothing any more
        signal, // it is sent
        stop,   // a stop begins with its signal
        again,  // the stop signal is sent, and CONT, which is never forbidden
        ready,  // the service is ready if the script exits 0
        start,  // the service is started; this is not for the script to forbid
    };

    char letter = 0;
    purpose of = purpose::none;
    int sends = 0;        // for purpose::signal
    bool group = false;   // to every process of the service
    bool to_main = false; // to a main that there was when it was commanded
    pid script{};         // while it runs
    bool ended = false;   // it has run,
    bool vetoed = false;  // and has forbidden it

    friend constexpr bool operator==(const request&, const request&) = default;
};

class requests {
  public:
    // While its letter's script runs one more of a kind waits, and no third: commands are
    // neither lost nor multiplied.
    void add(const request& r);

    // The letter that is to be asked for next; 0: none.  What a stop ends with (`d`, `x`)
    // waits for what it begins with (`t`).
    char due() const;

    void begun(char letter, pid script); // of the first that waits
    request take(char letter);           // the same, where there is no script
    void died(pid script, bool vetoed);
    std::optional<request> take_ended();

    bool running(char letter) const;
    bool starting() const; // control/u runs, and the service is started after it

    void drop_signals(); // the service is dead: whom they were for
    void drop_waiting(); // another life of it begins
    bool cancel_start(); // whether there was one

    friend bool operator==(const requests&, const requests&) = default;

  private:
    std::vector<request> all_; // in the order in which they came
};

} // namespace foster
