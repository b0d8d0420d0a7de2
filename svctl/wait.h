// Waits until services are as they were asked to be: hears of every new state
// (svctl/changes.h) and of the end of a supervise, by its fifo; never polls or sleeps.
#pragma once

#include <exception>
#include <list>
#include <string>
#include <utility>
#include <variant>

#include "svctl/changes.h"
#include "svctl/names.h"
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

class waiter {
  public:
    // For all that are commanded or watched, or for any of them.  Throws.
    explicit waiter(request what);
    waiter(goal what, bool any);

    // Commands one service, so that nothing that becomes of it then is missed.  False:
    // nobody supervises any more.  Throws.
    bool command(const service_name& who, supervised&& there);

    // Waits for one service without commanding it.  Throws.
    void watch(const service_name& who, supervised&& there);

    // The exit code, after saying on standard error what did not come true.
    int wait(nanoseconds timeout);

    // One of any is as was waited for.
    bool one_is() const { return reached_; }

  private:
    struct expectation {
        service_name who;
        supervised there;
        status before;
        pid keeper;
        bool news = true; // since the last look at it
    };

    bool judged(expectation& e, int& code);
    bool judged(const expectation& e, goal what, int& code);
    bool done(const expectation& e, int result, const std::string& text, int& code);
    void go_on_killing(expectation& e, const status& now) const;
    int look(int code);             // where there is news; drops those that are judged
    bool hear(nanoseconds longest); // false: nothing was heard
    void say_progress();
    void say_timed_out(const expectation& e, nanoseconds timeout) const;

    std::variant<request, goal> what_;
    bool any_ = false;
    bool reached_ = false; // by one of any
    progress shown_;
    changes changes_;
    std::list<expectation> left_;
};

} // namespace foster
