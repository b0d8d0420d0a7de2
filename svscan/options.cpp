#include "svscan/options.h"

#include <unistd.h>

#include <boost/program_options.hpp>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/linux/errors.h"
#include "lib/version.h"

namespace foster {

namespace {

namespace po = boost::program_options;

std::string help_text(const po::options_description& visible)
{
    std::ostringstream text;
    text << "usage: svscan [OPTION...] [DIR]\n"
            "Keep a supervise running for each service directory in DIR [/service].\n\n"
         << visible
         << "\nTERM or INT brings all down and ends it; HUP looks again.  See "
            "svscan(8).\n";
    return text.str();
}

// runsvdir [-P] DIR [LOG].  A supervise is in a session of its own anyway, and what is
// said goes to standard error, so there is no LOG to be shown by ps(1).
svscan_options read_runsvdir_options(int argc, char** argv)
{
    const bool apart = argc > 1 && "-P" == std::string_view{argv[1]};
    const int at = apart ? 2 : 1;
    if (at >= argc || argv[at][0] == '-' || argc > at + 2)
        throw permanent_error("usage: runsvdir [-P] dir [log]");
    return {{}, argv[at]};
}

std::string boot_directory()
{
    return ::access("/service", X_OK) == 0 ? "/service" : "/etc/service";
}

} // namespace

svscan_options read_svscan_options(int argc, char** argv)
try {
    const std::string_view program = argc > 0 ? argv[0] : "";
    const auto name = program.substr(program.rfind('/') + 1);
    if (name == "runsvdir") return read_runsvdir_options(argc, argv);
    if (name == "svscanboot") return {{}, boot_directory()};

    po::options_description visible{"Options"};
    visible.add_options()("help,h", "print this text")("version,V", "print the version");
    po::options_description all;
    all.add(visible).add_options()("DIR", po::value<std::vector<std::string>>());
    po::positional_options_description operands;
    operands.add("DIR", -1);
    po::variables_map given;
    po::store(po::command_line_parser(argc, argv).options(all).positional(operands).run(),
              given);
    if (given.count("help")) return {help_text(visible), {}};
    if (given.count("version")) return {version_line("svscan"), {}};
    if (!given.count("DIR")) return {{}, "/service"};
    const auto& directories = given["DIR"].as<std::vector<std::string>>();
    if (directories.size() != 1)
        throw permanent_error("unable to scan more than one directory: give one "
                              "(usage: svscan [OPTION...] [DIR])");
    return {{}, directories[0]};
} catch (const po::error& e) {
    throw permanent_error(std::string{"unable to read the command line: "} + e.what() +
                          " (see svscan --help)");
}

} // namespace foster
