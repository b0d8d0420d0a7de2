// svctl watch: shows the table of svctl status and keeps it current.
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <optional>
#include <string>

#include "kernel/linux/errors.h"
#include "kernel/linux/linux_kernel.h"
#include "lib/printable.h"
#include "svctl/client/look.h"
#include "svctl/client/service_watch.h"
#include "svctl/client/with_supervise.h"
#include "svctl/command_table.h"
#include "svctl/exit_codes.h"
#include "svctl/terminal/screen.h"
#include "svctl/terminal/terminal.h"
#include "svctl/text/local_time.h"
#include "svctl/text/pager.h"
#include "svctl/text/sentences.h"
#include "svctl/text/status_table.h"

namespace foster {

namespace {

// Times and the use of resources change without news, and news may come in a storm.
constexpr nanoseconds longest = 1s;
constexpr nanoseconds shortest = 100ms;

// Returns an observer; nullopt if the system has no room for its watches.
std::optional<service_watch> observer_of(const svctl_options& asked)
try {
    return std::optional<service_watch>{std::in_place, asked};
} catch (const std::exception&) {
    return std::nullopt;
}

// The table of the present services.
struct sight {
    std::string title, text;
};

sight look_now(const svctl_options& asked)
try {
    const auto all = views_of(asked, true).all;
    const auto now = linux_now().wall;
    const auto as = standard_output();
    const layout how{.width = as.width, .colours = as.colours, .processes = true};
    return {.title = local_time(now).substr(0, 19) + "  " + summary_of(all),
            .text = table_of(all, now, how)};
} catch (const nobody_meant& e) { // the services no longer exist
    return {.title = local_time(linux_now().wall).substr(0, 19) + "  " + e.what(),
            .text = {}};
}

// Shows the table until the user leaves.
class watcher {
  public:
    explicit watcher(const svctl_options& asked)
        : asked_(asked), news_(observer_of(asked))
    {
    }

    void run()
    {
        while (!over_) {
            const auto now = linux_now().at;
            if (now >= due_) look(now);
            show();
            hear(due_ - now);
        }
    }

  private:
    void look(instant now)
    {
        if (news_) take_news();
        seen_ = look_now(asked_);
        complaint_ = screen_.complaint();
        looked_ = now;
        due_ = now + longest;
    }

    // If the system has no room for further watches, svctl goes on without.
    void take_news()
    try {
        news_->take();
    } catch (const std::exception&) {
        news_.reset();
    }

    void show()
    {
        const auto [rows, columns] = screen_.now();
        const auto foot = complaint_.empty() ? "q quits, j and k scroll" : complaint_;
        screen_.show(pages_.frame(shortened(printable(seen_.title), columns), seen_.text,
                                  shortened(printable(foot), columns), rows));
    }

    void hear(nanoseconds rest)
    {
        const auto [keys, signals] = screen_.sources();
        pollfd heard[]{keys, signals, news_ ? news_->source() : pollfd{-1, 0, 0}};
        if (::poll(heard, 3, to_poll_timeout(std::max<nanoseconds>(rest, 0s))) < 0 &&
            errno != EINTR)
            throw_errno("unable to wait");
        if (heard[0].revents) obey(screen_.keys());
        if (heard[1].revents) obey(screen_.heard());
        if (heard[2].revents) due_ = std::min(due_, looked_ + shortest);
    }

    void obey(std::string_view bytes)
    {
        over_ = over_ || bytes.empty(); // the terminal is gone
        while (!bytes.empty()) {
            const auto k = next_key(bytes);
            over_ = over_ || k == pager_key::quit;
            pages_.press(k);
        }
    }

    void obey(terminal::wish w)
    {
        over_ = over_ || w == terminal::wish::leave;
        if (w == terminal::wish::redraw) due_ = {}; // the table must fit the new width
    }

    const svctl_options& asked_;
    terminal screen_;
    std::optional<service_watch> news_;
    pager pages_;
    sight seen_;
    std::string complaint_;
    instant looked_{}, due_{};
    bool over_ = false;
};

} // namespace

int run_watch(const svctl_options& asked)
{
    meant(asked); // report a wrong name before the first frame
    watcher{asked}.run();
    return exit_as_asked;
}

} // namespace foster
