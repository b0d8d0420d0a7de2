// The commands that show services.
#include <algorithm>
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kernel/linux/linux_kernel.h"
#include "lib/toml/write_json.h"
#include "svctl/commands.h"
#include "svctl/names.h"
#include "svctl/print.h"
#include "svctl/processes.h"
#include "svctl/report.h"
#include "svctl/supervised.h"
#include "svctl/wait.h"

namespace foster {

namespace {

struct seen {
    account said;
    pid keeper;
};

// Nothing: it cannot be told, and that was said.
std::optional<seen> look_at(const service_name& who, bool was_named)
try {
    const auto there = supervised::find(who.path);
    if (there) return seen{{who.shown, there->read(), {}}, there->keeper()};
    if (was_named) complain_of(who, unsupervised_in_words(who));
    return seen{{who.shown, std::nullopt, {}}, {}};
} catch (const std::exception& e) {
    complain_of(who, e.what());
    return std::nullopt;
}

int code_of(const account& a)
{
    if (!a.state) return exit_unsupervised;
    return as_wanted(*a.state) ? exit_as_asked : exit_not_reached;
}

} // namespace

int run_status(const svctl_options& asked)
{
    int code = exit_as_asked;
    std::vector<seen> all;
    for (const auto& who : meant(asked))
        if (auto s = look_at(who, !asked.names.empty()))
            all.push_back(*std::move(s));
        else
            code = exit_trouble;
    process_table processes; // after the states, so that none of the kin is missing
    std::vector<account> accounts;
    for (auto& [said, keeper] : all) {
        if (said.state) said.processes = processes.of(*said.state, keeper);
        code = std::max(code, code_of(said));
        accounts.push_back(std::move(said));
    }
    print(asked.has(option::json) ? to_json(accounts)
                                  : table_of(accounts, linux_now().wall));
    return code;
}

int run_list(const svctl_options& asked)
{
    const bool words = asked.has(option::names);
    if (words && !asked.names.empty())
        throw usage_error("unable to use --names with a SERVICE: it prints all words");
    std::string text;
    if (words)
        for (const auto& w : all_words(asked.scan_dir)) text += w + '\n';
    else
        for (const auto& who : meant(asked)) text += who.shown + '\n';
    print(text);
    return exit_as_asked;
}

} // namespace foster
