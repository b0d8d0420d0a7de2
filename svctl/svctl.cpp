// svctl: commands services, waits until it is so, and shows them.  See svctl(1).
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "kernel/linux/complain.h"
#include "kernel/linux/linux_kernel.h"
#include "lib/toml/write_json.h"
#include "svctl/names.h"
#include "svctl/options.h"
#include "svctl/peers/peer.h"
#include "svctl/processes.h"
#include "svctl/report.h"
#include "svctl/supervised.h"
#include "svctl/wait.h"

namespace {

using namespace foster;

constexpr int exit_usage = 2;

void print(const std::string& text)
{
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() ||
        std::fflush(stdout) != 0)
        throw std::system_error(errno, std::generic_category(),
                                "unable to write to standard output");
}

std::vector<service_name> meant(const svctl_options& options)
{
    if (options.names.empty()) return all_services(options.scan_dir);
    std::vector<service_name> all;
    for (const auto& word : options.names) all.push_back(named(word, options.scan_dir));
    return all;
}

// Commands one service.  With nobody to wait for it, that is all.
int tell(const service_name& who, request what, waiter* waits)
try {
    auto there = supervised::find(who.path);
    const bool told = there && (waits ? waits->command(who, *std::move(there))
                                      : there->tell(letters_of(what, who.log)));
    if (told) return exit_as_asked;
    complain_of(who, unsupervised_in_words(who));
    return exit_unsupervised;
} catch (const std::exception& e) {
    complain_of(who, e.what());
    return exit_trouble;
}

int tell_all(const svctl_options& options)
{
    std::optional<waiter> waits;
    if (options.wait) waits.emplace(options.what);
    int code = exit_as_asked;
    for (const auto& who : meant(options))
        code = std::max(code, tell(who, options.what, waits ? &*waits : nullptr));
    return waits ? std::max(code, waits->wait(options.timeout)) : code;
}

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

int show(const svctl_options& options)
{
    int code = exit_as_asked;
    std::vector<seen> all;
    for (const auto& who : meant(options))
        if (auto s = look_at(who, !options.names.empty()))
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
    print(options.json ? to_json(accounts) : table_of(accounts, linux_now().wall));
    return code;
}

} // namespace

int main(int argc, char** argv)
{
    const std::string_view program = argc > 0 ? argv[0] : "";
    const peer* const as = peer_of(program);
    const complainer complain{as ? program.substr(program.rfind('/') + 1) : "svctl", ""};
    std::signal(SIGPIPE, SIG_IGN); // a supervise may end before we have told it
    try {
        if (as) return as->run(argc, argv);
        const auto options = read_svctl_options(argc, argv);
        if (!options.help.empty()) {
            print(options.help);
            return exit_as_asked;
        }
        return options.what == request::status ? show(options) : tell_all(options);
    } catch (const usage_error& e) {
        complain.fatal(e.what());
        return exit_usage;
    } catch (const std::exception& e) {
        complain.fatal(e.what());
        return exit_trouble;
    }
}
