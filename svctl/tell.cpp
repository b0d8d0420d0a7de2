// The commands that tell a supervise what is wanted, and wait until it is so.
#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include "svctl/commands.h"
#include "svctl/names.h"
#include "svctl/request.h"
#include "svctl/supervised.h"
#include "svctl/wait.h"

namespace foster {

namespace {

// Commands one service.  With nobody to wait for it, that is all.
int tell(const service_name& who, request what, waiter* waits)
try {
    auto there = supervised::find(who.path);
    if (there && wants_somebody(what)) {
        const auto now = there->read();
        if (!now.main && now.kin.empty()) {
            complain_of(who, nobody_lives);
            return exit_not_reached;
        }
    }
    const bool told = there && (waits ? waits->command(who, *std::move(there))
                                      : there->tell(letters_of(what, who.log)));
    if (told) return exit_as_asked;
    complain_of(who, unsupervised_in_words(who));
    return exit_unsupervised;
} catch (const std::exception& e) {
    complain_of(who, e.what());
    return exit_trouble;
}

} // namespace

int run_tell(const svctl_options& asked)
{
    const auto row = std::ranges::find(requests, asked.command->name, &request_row::name);
    std::optional<waiter> waits;
    if (!asked.has(option::no_wait)) waits.emplace(row->what);
    int code = exit_as_asked;
    for (const auto& who : meant(asked))
        code = std::max(code, tell(who, row->what, waits ? &*waits : nullptr));
    return waits ? std::max(code, waits->wait(asked.timeout)) : code;
}

} // namespace foster
