// Waits until services are as they were asked to be: hears of every new state
// (svctl/changes.h), of the end of a supervise, by its fifo, and of its beginning
// (svctl/arrivals.h); does not poll or sleep.
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

// Exit codes of svctl, by severity: of several the highest counts.
constexpr int exit_as_asked = 0;
constexpr int exit_not_reached = 1;
constexpr int exit_usage = 2;
constexpr int exit_timed_out = 99;
constexpr int exit_unsupervised = 100;
constexpr int exit_trouble = 111;

// As poll(2) takes it, never shorter.
int to_poll_timeout(nanoseconds time);

// Says it of one service, on standard error.
void complain_of(const service_name& who, const std::string& text);

// What is said where a command is for processes that live, and none does.
constexpr const char* nobody_lives = "nobody of it lives: start it first (svctl up)";

// What is said where nobody supervises.
std::string unsupervised_in_words(const service_name& who);

// What `deed` does with the supervise of that service, an exit code.  Why it could not be
// done is said; exit_unsupervised of `deed`: nobody hears it any more.
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

// Whether a svscan runs for the scan directory of the service.  `hasten`: it is to begin
// who has exited on request; who may not ask for that waits.
bool scanner_runs(const service_name& who, bool hasten = false);

class waiter {
  public:
    // For all that are added; with --any for one of them.  Throws.
    waiter(const svctl_options& asked, std::variant<request, goal> what);

    // Commands or watches a service, so that no change of it is missed from now on; where
    // no supervise runs yet, as soon as one does.  Returns an exit code, after saying why
    // it is not waited for if it is not.
    int add(const service_name& who);

    // The exit code, after saying on standard error what did not come true.
    int wait();

    // One of any is as was waited for.
    bool one_is() const { return reached_; }

  private:
    struct expectation {
        service_name who;
        std::optional<supervised> there{}; // nullopt: no supervise has begun
        bool expected = false;             // one is to begin
        instant give_up{};                 // on that
        status before{};
        pid keeper{};
        fd full{}; // control, while the command waits for room in it
        std::optional<instant> stays_until{}; // it is up; before: as it was then
        bool news = true;                     // since the last look at it
    };

    bool attached(expectation& e);
    bool begun(expectation& e, int& code); // false: it is over with it
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
    int look(int code);             // where there is news; drops those that are judged
    bool hear(nanoseconds longest); // false: nothing was heard
    std::vector<pollfd> sources() const;
    instant next_look() const;
    void take_news(const std::vector<pollfd>& polled);
    void say_progress();
    int say_timed_out(const expectation& e) const;

    const svctl_options& asked_;
    std::variant<request, goal> what_;
    bool reached_ = false; // by one of any
    nanoseconds limit_;
    progress shown_;
    changes changes_;
    arrivals arrivals_;
    std::list<expectation> left_;
};

} // namespace foster
