#include "svscan/options.h"

#include <unistd.h>

#include <algorithm>
#include <boost/program_options.hpp>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/linux/errors.h"
#include "kernel/linux/user_scan_dir.h"
#include "lib/duration.h"
#include "lib/signals.h"
#include "lib/version.h"
#include "svscan/forwarded_signals.h"

namespace foster {

namespace {

namespace po = boost::program_options;

// `docker stop` waits for ten seconds.
constexpr nanoseconds container_end_timeout = 9s;

std::string help_text(const po::options_description& visible)
{
    std::ostringstream text;
    text
        << "usage: svscan [OPTION...] [DIR] [-- COMMAND...]\n"
           "Keep a supervise process running for each service directory in DIR, and for\n"
           "COMMAND.  DIR is /service, /etc/service or /var/service if it is not given;\n"
           "for users other than root it is $SVDIR or $XDG_RUNTIME_DIR/service.\n\n"
        << visible
        << "\nTERM and INT stop all services and end svscan.  HUP reads DIR again.\n"
        << "TIME is " << duration_grammar() << ".\nSee svscan(8).\n";
    return text.str();
}

// Reads runsvdir [-P] DIR [LOG].  Each supervise has its own session anyway.  Messages
// go to standard error, so svscan has no LOG for ps(1) to show.
svscan_options read_runsvdir_options(int argc, char** argv)
{
    const bool apart = argc > 1 && "-P" == std::string_view{argv[1]};
    const int at = apart ? 2 : 1;
    if (at >= argc || argv[at][0] == '-' || argc > at + 2)
        throw permanent_error("usage: runsvdir [-P] dir [log]");
    return {{}, argv[at]};
}

po::options_description describe()
{
    po::options_description all{"Options"};
    all.add_options()("help,h", "print this text")("version,V", "print the version");
    all.add_options()("container",
                      "run as process 1 of a container, exit after the last service");
    all.add_options()("exit-with", po::value<std::string>()->value_name("NAME"),
                      "exit when the service NAME ends, with its exit status");
    all.add_options()("forward",
                      po::value<std::vector<std::string>>()->value_name("SIGNAL=NAME"),
                      "forward SIGNAL to the service NAME");
    all.add_options()("end-timeout", po::value<std::string>()->value_name("TIME"),
                      "kill the remaining processes TIME after a signal to end\n[9s "
                      "with --container, else 150s]");
    all.add_options()("prefix",
                      "print the name before each line of a service without a log");
    all.add_options()("run-directory", po::value<std::string>()->value_name("BASE"),
                      "create the directory for COMMAND in BASE [/run, /tmp, ...]");
    all.add_options()("ready-fd", po::value<int>()->value_name("N"),
                      "write a newline to descriptor N once the services are supervised");
    all.add_options()("trust-everybody",
                      "start services even if their files are world-writable, so that "
                      "any user could run code as you");
    return all;
}

// SIGNAL=NAME
void read_forward(std::map<int, std::string>& into, const std::string& text)
{
    const auto equals = std::min(text.find('='), text.size());
    const auto number = signal_number(text.substr(0, equals));
    if (equals == text.size() || !number ||
        !std::ranges::count(forwarded_signals, *number, &forwarded_signal::number))
        throw permanent_error("unable to read --forward=" + text +
                              ": it must be SIGNAL=NAME, and SIGNAL one of HUP, QUIT, "
                              "USR1, USR2, WINCH and ALRM");
    into[*number] = text.substr(equals + 1);
}

// Reads the values, and checks their combination.
svscan_options lower(const po::variables_map& given)
{
    svscan_options read;
    read.container = given.count("container") > 0;
    read.prefix = given.count("prefix") > 0;
    if (read.container) read.end_timeout = container_end_timeout;
    read.trust_everybody = given.count("trust-everybody") > 0;
    if (given.count("exit-with")) read.exit_with = given["exit-with"].as<std::string>();
    if (given.count("run-directory"))
        read.run_directory = given["run-directory"].as<std::string>();
    if (given.count("forward"))
        for (const auto& text : given["forward"].as<std::vector<std::string>>())
            read_forward(read.forward, text);
    for (const auto* name : {"exit-with", "forward"})
        if (given.count(name) && !read.container)
            throw permanent_error(std::string{"unable to use --"} + name +
                                  ": --container is required");
    if (given.count("ready-fd")) read.ready_fd = given["ready-fd"].as<int>();
    if (given.count("end-timeout")) {
        const auto& text = given["end-timeout"].as<std::string>();
        const auto time = parse_duration(text);
        if (!time || *time == 0s)
            throw permanent_error("unable to read --end-timeout=" + text +
                                  ": it must be " + duration_grammar() + ", and not 0");
        read.end_timeout = *time;
    }
    if (!given.count("DIR")) return read;
    const auto& directories = given["DIR"].as<std::vector<std::string>>();
    if (directories.size() != 1)
        throw permanent_error("more than one directory given (usage: svscan [OPTION...] "
                              "[DIR] [-- COMMAND...])");
    read.directory = directories[0];
    return read;
}

// Returns the scan directory of a user other than root; empty if that user has none.
std::string own_directory()
{
    const char* const named = ::geteuid() != 0 ? std::getenv("SVDIR") : nullptr;
    return named && *named ? named : users_scan_dir();
}

} // namespace

svscan_options read_svscan_options(int argc, char** argv)
try {
    const std::string_view program = argc > 0 ? argv[0] : "";
    const auto name = program.substr(program.rfind('/') + 1);
    if (name == "runsvdir") return read_runsvdir_options(argc, argv);
    if (name == "svscanboot") return {{}, system_scan_dir()};

    char** const end = std::find_if(
        argv, argv + argc, [](const char* w) { return std::strcmp(w, "--") == 0; });
    const auto visible = describe();
    po::options_description all;
    all.add(visible).add_options()("DIR", po::value<std::vector<std::string>>());
    po::positional_options_description operands;
    operands.add("DIR", -1);
    po::variables_map given;
    po::store(po::command_line_parser(static_cast<int>(end - argv), argv)
                  .options(all)
                  .positional(operands)
                  .run(),
              given);
    if (given.count("help")) return {help_text(visible), {}};
    if (given.count("version")) return {version_line("svscan"), {}};
    auto read = lower(given);
    if (end != argv + argc) {
        read.command.assign(end + 1, argv + argc);
        if (read.command.empty()) throw permanent_error("missing command after --");
    } else if (read.directory.empty()) {
        const bool plain = !read.container && ::getpid() != 1;
        const auto own = plain ? own_directory() : "";
        read.of_user = !own.empty();
        read.directory = read.of_user ? own : system_scan_dir();
    }
    return read;
} catch (const po::error& e) {
    throw permanent_error(std::string{"unable to read the command line: "} + e.what() +
                          " (see svscan --help)");
}

} // namespace foster
