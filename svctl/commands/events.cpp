// svctl events: prints a line for each change when it happens.
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>
#include <vector>

#include "kernel/linux/errors.h"
#include "kernel/linux/linux_kernel.h"
#include "kernel/linux/print_complaint.h"
#include "lib/printable.h"
#include "lib/toml/write_json.h"
#include "svctl/client/service_watch.h"
#include "svctl/client/with_supervise.h"
#include "svctl/command_table.h"
#include "svctl/exit_codes.h"
#include "svctl/terminal/print.h"
#include "svctl/text/event.h"
#include "svctl/text/local_time.h"
#include "svctl/text/sentences.h"

namespace foster {

namespace {

std::vector<event> events_of(const service_watch::news& n, stamp wall)
{
    switch (n.what) {
    case service_watch::how::came: {
        std::vector<event> all{{"came", "appeared in the scan directory", wall}};
        for (auto& e : events_between(n.before, n.now, wall)) all.push_back(std::move(e));
        return all;
    }
    case service_watch::how::went:
        return {{"went", "removed from the scan directory", wall}};
    case service_watch::how::changed: break;
    }
    auto all = events_between(n.before, n.now, wall);
    if (const auto& c = n.complained)
        all.push_back({"complained", "complaint: " + printable(c->text), c->when});
    return all;
}

std::string line_of(const event& e, const service_watch::news& n, bool json)
{
    if (json)
        return to_json_line({e.what, e.text, e.when},
                            {n.who.shown, n.now, {}, {}, n.complained});
    return local_time(e.when) + ' ' + printable(n.who.shown) + ": " + e.text + '\n';
}

void tell(const std::vector<service_watch::news>& all, bool json)
{
    const auto wall = linux_now().wall;
    std::string text;
    for (const auto& n : all)
        for (const auto& e : events_of(n, wall)) text += line_of(e, n, json);
    if (!text.empty()) print(text);
}

// Prints the services and states at the beginning.
void tell_beginning(const service_watch& sees, const svctl_options& asked)
{
    const auto wall = linux_now().wall;
    std::string text;
    for (const auto& one : sees.all()) {
        if (!one.supervised && !asked.names.empty())
            complainer{"svctl", one.who.shown}.warning(unsupervised_in_words(one.who));
        if (!asked.has(option::now)) continue;
        const service_watch::news n{service_watch::how::changed, one.who, std::nullopt,
                                    one.state};
        const event none{"unsupervised", "not supervised", wall};
        const auto all = events_between(n.before, n.now, wall);
        text += line_of(all.empty() ? none : all[0], n, asked.has(option::json));
    }
    if (!text.empty()) print(text);
}

} // namespace

int run_events(const svctl_options& asked)
{
    // Without --timeout there is no limit; the default of 30 s is for other commands.
    std::optional<instant> deadline;
    if (asked.has(option::timeout)) deadline = linux_now().at + asked.timeout;
    service_watch sees{asked};
    tell_beginning(sees, asked);
    for (;;) {
        const auto rest = deadline ? *deadline - linux_now().at : 0ns;
        if (deadline && rest <= 0s) return exit_timed_out;
        // The reader of standard output may end before the next event.
        pollfd heard[]{sees.source(), {STDOUT_FILENO, 0, 0}};
        const int longest = deadline ? to_poll_timeout(rest) : -1;
        if (::poll(heard, 2, longest) < 0 && errno != EINTR)
            throw_errno("unable to wait");
        if (heard[1].revents & (POLLERR | POLLHUP)) return exit_as_asked;
        tell(sees.take(), asked.has(option::json));
    }
}

} // namespace foster
