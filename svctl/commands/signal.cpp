// The commands that make supervise send a signal.  They do not wait, because the effect
// of a signal on a service is not visible.
#include <algorithm>
#include <optional>
#include <string>

#include "kernel/linux/print_complaint.h"
#include "lib/control_letters.h"
#include "lib/signals.h"
#include "svctl/client/find_svscan.h"
#include "svctl/client/service_config.h"
#include "svctl/client/service_names.h"
#include "svctl/client/supervise_client.h"
#include "svctl/client/with_supervise.h"
#include "svctl/command_table.h"
#include "svctl/exit_codes.h"
#include "svctl/text/request.h"

namespace foster {

namespace {

// Returns the letter for a name or a number.  Throws.
char letter_for(const std::string& word)
{
    auto number = signal_number(word);
    for (const auto& s : signal_names)
        if (std::to_string(s.number) == word) number = s.number;
    const auto letter = number ? letter_of_signal(*number) : std::nullopt;
    if (letter) return *letter;
    throw usage_error("unable to send the signal \"" + word + "\": supervise sends " +
                      sendable_signals(", ") +
                      " (use svctl pause and svctl cont for STOP and CONT)");
}

// Sends a letter to a service.  `letter` is a function that may read the settings of
// the service first.
template<class Letter>
int send(const service_name& who, Letter letter)
{
    return with_supervised(who, [&](const supervise_client& there) {
        if (!there.read().shown()) {
            complain_of(who, nobody_lives);
            return exit_not_reached;
        }
        return there.tell(std::string{letter(who)}) ? exit_as_asked : exit_unsupervised;
    });
}

} // namespace

int run_signal(const svctl_options& asked)
{
    const char letter = letter_for(asked.names[0]);
    auto services = asked;
    services.names.erase(services.names.begin());
    int code = exit_as_asked;
    for (const auto& who : meant(services))
        code = std::max(
            code, send(who, [&](const service_name&) { return std::string{letter}; }));
    return code;
}

int run_reload(const svctl_options& asked)
{
    int code = exit_as_asked;
    for (const auto& who : meant(asked))
        code = std::max(code, send(who, [](const service_name& s) {
                            return std::string{
                                *letter_of_signal(handling_of(s).reload_signal)};
                        }));
    return code;
}

int run_scan(const svctl_options& asked)
{
    if (const auto svscan = scanner_of(asked.scan_dir)) {
        look_again(*svscan);
        return exit_as_asked;
    }
    complainer{"svctl", ""}.fatal("no svscan runs for " + asked.scan_dir +
                                  " (start one: svscan " + asked.scan_dir + ")");
    return exit_unsupervised;
}

} // namespace foster
