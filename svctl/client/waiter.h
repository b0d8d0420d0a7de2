// Waits until services reach the requested state.  The kernel reports every new state
// (svctl/client/dir_watch.h), the end of a supervise, by its FIFO, and its beginning
// (svctl/client/supervise_start_watch.h).  Nothing here polls or sleeps.
#pragma once

#include <poll.h>

#include <list>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "svctl/client/dir_watch.h"
#include "svctl/client/service_names.h"
#include "svctl/client/supervise_client.h"
#include "svctl/client/supervise_start_watch.h"
#include "svctl/exit_codes.h"
#include "svctl/options.h"
#include "svctl/terminal/progress.h"
#include "svctl/text/request.h"
#include "svctl/text/verdict.h"

namespace foster {

class waiter {
  public:
    // Waits for all added services; with --any, for one of them.  Throws.
    waiter(const svctl_options& asked, std::variant<user_request, goal> what);

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
        std::optional<supervise_client> there{}; // nullopt if no supervise has begun
        bool expected = false;                   // one is to begin
        instant give_up{};                       // time when svctl stops expecting that
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
    std::variant<user_request, goal> what_;
    bool reached_ = false; // with --any
    nanoseconds limit_;
    progress shown_;
    dir_watch dir_watch_;
    supervise_start_watch start_watch_;
    std::list<expectation> left_;
};

} // namespace foster
