// svctl: commands services, waits for the result, and shows services.  See svctl(1).
#include <csignal>
#include <exception>
#include <string_view>

#include "kernel/linux/print_complaint.h"
#include "svctl/client/service_names.h"
#include "svctl/command_table.h"
#include "svctl/exit_codes.h"
#include "svctl/options.h"
#include "svctl/peers/peer.h"
#include "svctl/terminal/print.h"

using namespace foster;

int main(int argc, char** argv)
{
    const std::string_view program = argc > 0 ? argv[0] : "";
    const peer* const as = peer_of(program);
    const complainer complain{as ? program.substr(program.rfind('/') + 1) : "svctl", ""};
    std::signal(SIGPIPE, SIG_IGN); // a supervise may end before svctl writes to it
    try {
        if (as) return as->run(argc, argv);
        const auto asked = read_svctl_options(argc, argv);
        if (asked.help.empty()) return asked.command->run(asked);
        print(asked.help);
        return exit_as_asked;
    } catch (const usage_error& e) {
        complain.fatal(e.what());
        return exit_usage;
    } catch (const nobody_meant& e) {
        complain.fatal(e.what());
        return exit_unsupervised;
    } catch (const std::exception& e) {
        complain.fatal(e.what());
        return exit_trouble;
    }
}
