// Waits until services reach the requested state.  The kernel reports every new state
// (svctl/changes.h), the end of a supervise, by its FIFO, and its beginning
// (svctl/arrivals.h).  Nothing here polls or sleeps.
#pragma once

#include <poll.h>

#include <exception>
#include <list>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "svctl/arrivals.h"
#include "svctl/changes.h"
#include "svctl/names.h"
#include "svctl/options.h"
#include "svctl/progress.h"
#include "svctl/request.h"
#include "svctl/supervised.h"
#include "svctl/verdict.h"

namespace foster {

// The exit codes of svctl, by severity.  The highest of several counts.
constexpr int exit_as_asked = 0;
constexpr int exit_not_reached = 1;
constexpr int exit_usage = 2;
constexpr int exit_timed_out = 99;
constexpr int exit_unsupervised = 100;
constexpr int exit_trouble = 111;

// Returns the time for poll(2), rounded up.
int to_poll_timeout(nanoseconds time);

// Prints the text for one service on standard error.
void complain_of(const service_name& who, const std::string& text);

// The text if a command is for living processes and there are none.
constexpr const char* nobody_lives =
    "no process of the service is alive (start it with svctl up)";

// Returns the text for a service that is not supervised.
std::string unsupervised_in_words(const service_name& who);

// Calls `deed` with the supervise of that service, and returns its exit code.  Prints
// an error if that fails.  `deed` returns exit_unsupervised if supervise no longer
// reads.
template<class Deed>
int with_supervised(const service_name& who, const Deed& deed)
try {
    auto there = supervised::find(who.path);
    const int code = there ? deed(*std::move(there)) : exit_unsupervised;
    if (code == exit_unsupervised) complain_of(who, unsupervised_in_words(who));
    return code;
} catch (const std::exception& e) {
    complain_of(who, e.what());
    return exit_trouble;
}

// Returns whether a svscan runs for the scan directory of the service.  With `hasten`,
// svscan is asked to restart at once a supervise that exited on request.  A user
// without permission to ask waits instead.
bool scanner_runs(const service_name& who, bool hasten = false);

class waiter {
  public:
    // Waits for all added services; with --any, for one of them.  Throws.
    waiter(const svctl_options& asked, std::variant<request, goal> what);

    // Commands or watches a service, so that no further change is missed.  If no
    // supervise runs yet, this happens as soon as one does.  Returns an exit code.  If
    // the service is not waited for, the reason has been printed.
    int add(const service_name& who);

    // Returns the exit code, after printing what failed on standard error.
    int wait();

    // with --any: one service is in the state
    bool one_is() const { return reached_; }

  private:
    struct expectation {
        service_name who;
        std::optional<supervised> there{}; // nullopt if no supervise has begun
        bool expected = false;             // one is to begin
        instant give_up{};                 // time when svctl stops expecting that
        status before{};
        pid keeper{};
        fd full{};                            // control, while the command waits for room
        std::optional<instant> stays_until{}; // it is up; `before` is its state then
        bool news = true;                     // since the last look
    };

    bool attached(expectation& e);
    bool begun(expectation& e, int& code); // returns false if the wait is over
    bool goes_up() const;
    void give_time_to_stop(const expectation& e);
    bool awaits(expectation& e);
    bool absent(expectation& e, int& code);
    bool judged(expectation& e, int& code);
    bool judged(const expectation& e, goal what, int& code);
    bool done(const expectation& e, int result, const std::string& text, int& code);
    bool is_to_stay(expectation& e, const status& now) const;
    bool stayed(expectation& e, int& code);
    void go_on_killing(expectation& e, const status& now) const;
    int look(int code);             // judges services with news; drops finished ones
    bool hear(nanoseconds longest); // returns false if there was no news
    std::vector<pollfd> sources() const;
    instant next_look() const;
    void take_news(const std::vector<pollfd>& polled);
    void say_progress();
    int say_timed_out(const expectation& e) const;

    const svctl_options& asked_;
    std::variant<request, goal> what_;
    bool reached_ = false; // with --any
    nanoseconds limit_;
    progress shown_;
    changes changes_;
    arrivals arrivals_;
    std::list<expectation> left_;
};

} // namespace foster
