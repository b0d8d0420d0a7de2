// The commands that change the wanted state, and wait until it is reached.
#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "kernel/linux/linux_kernel.h"
#include "kernel/linux/print_complaint.h"
#include "svctl/client/find_svscan.h"
#include "svctl/client/service_config.h"
#include "svctl/client/service_names.h"
#include "svctl/client/supervise_client.h"
#include "svctl/client/waiter.h"
#include "svctl/client/with_supervise.h"
#include "svctl/command_table.h"
#include "svctl/exit_codes.h"
#include "svctl/log/log_dir.h"
#include "svctl/text/request.h"

namespace foster {

namespace {

// Commands one service, and does not wait.
int tell(const service_name& who, user_request what)
{
    return with_supervised(who, [&](supervise_client&& there) {
        if (wants_somebody(what) && nobody_lives_in(there.read())) {
            complain_of(who, nobody_lives);
            return exit_not_reached;
        }
        return there.tell(letters_of(what, who.log)) ? exit_as_asked : exit_unsupervised;
    });
}

struct goal_option {
    option asks;
    goal what;
};

constexpr auto goals = std::to_array<goal_option>({
    {option::up, goal::up},
    {option::down, goal::down},
    {option::ready, goal::ready},
    {option::degraded, goal::degraded},
    {option::failed, goal::failed},
});

goal goal_of(const svctl_options& asked)
{
    const auto asks = [&](const goal_option& g) { return asked.has(g.asks); };
    if (std::ranges::count_if(goals, asks) != 1)
        throw usage_error("exactly one of --up, --down, --ready, --degraded and --failed "
                          "is required (see svctl wait --help)");
    return std::ranges::find_if(goals, asks)->what;
}

int wait_for(const svctl_options& asked, user_request what,
             const std::vector<service_name>& services)
{
    waiter waits{asked, what};
    int code = exit_as_asked;
    for (const auto& who : services) code = std::max(code, waits.add(who));
    return std::max(code, waits.wait());
}

// Handles services that have got a log/ since their supervise began, and removes them
// from `services`.  Only a new supervise has a pipe to the log.
int restart_with_log(const svctl_options& asked, std::vector<service_name>& services)
{
    std::vector<service_name> some;
    std::erase_if(services, [&](const service_name& who) {
        if (!log_waits(who) || !scanner_runs(who)) return false;
        some.push_back(who);
        return true;
    });
    if (some.empty()) return exit_as_asked;
    const int code = wait_for(asked, user_request::exit, some);
    return std::max(code, wait_for(asked, user_request::up, some));
}

} // namespace

int run_tell(const svctl_options& asked)
{
    const auto what =
        std::ranges::find(user_requests, asked.command->name, &request_row::name)->what;
    auto services = meant(asked);
    int code = exit_as_asked;
    if (asked.has(option::no_wait)) {
        for (const auto& who : services) code = std::max(code, tell(who, what));
        return code;
    }
    if (starts(what))
        for (const auto& who : services)
            if (const auto file = newer_settings(who))
                complainer{"svctl", who.shown}.warning(newer_in_words(who, *file));
    if (what == user_request::restart) code = restart_with_log(asked, services);
    return std::max(code, wait_for(asked, what, services));
}

// A supervise that cannot use the new settings keeps the old ones.
int run_refresh(const svctl_options& asked)
{
    const auto began = linux_now().wall;
    int code = run_tell(asked);
    if (code != exit_as_asked || asked.has(option::no_wait)) return code;
    for (const auto& who : meant(asked)) {
        const auto read = when_read(who);
        if (read && *read >= std::chrono::floor<std::chrono::milliseconds>(began))
            continue;
        complain_of(who, "unable to use the new settings: the old ones stay in force "
                         "(see svctl check)");
        code = exit_not_reached;
    }
    return code;
}

// Without operands, svctl also upgrades svscan.
int run_upgrade(const svctl_options& asked)
{
    if (asked.names.empty())
        if (const auto svscan = scanner_of(asked.scan_dir)) go_on(*svscan);
    return run_tell(asked);
}

int run_wait(const svctl_options& asked)
{
    waiter waits{asked, goal_of(asked)};
    int code = exit_as_asked;
    for (const auto& who : meant(asked)) code = std::max(code, waits.add(who));
    const int waited = waits.wait();
    return waits.one_is() ? exit_as_asked : std::max(code, waited);
}

} // namespace foster
