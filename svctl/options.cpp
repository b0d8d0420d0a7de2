#include "svctl/options.h"

#include <algorithm>
#include <boost/program_options.hpp>
#include <cstdlib>
#include <sstream>

#include "lib/duration.h"
#include "lib/version.h"

namespace foster {

namespace {

namespace po = boost::program_options;

constexpr const char* usage = "usage: svctl COMMAND [OPTION...] [NAME|PATH...]\n";

constexpr const char* about_names =
    "A NAME without a slash is looked up in the scan directory; anything with a\n"
    "slash, and . and .., is the PATH of a service directory.  See svctl(1).\n";

std::string help_text()
{
    std::ostringstream text;
    text << usage
         << "Command services that supervise keeps, and show them.\n\nCommands:\n";
    for (const auto& r : requests) {
        std::string name{r.name};
        name.resize(9, ' ');
        text << "  " << name << r.text << '\n';
    }
    text << "\nsvctl COMMAND --help lists the options of a command, svctl --version "
            "prints "
            "the\nversion.\n"
         << about_names;
    return text.str();
}

po::options_description describe(request what)
{
    po::options_description all{"Options"};
    auto add = all.add_options();
    add("help,h", "print this text");
    add("scan-dir,S", po::value<std::string>()->value_name("DIR"),
        "look NAMEs up in DIR [$SVDIR, else /service]");
    if (what == request::status) {
        add("json", "print JSON, for programs");
    } else {
        add("no-wait,n", "do not wait until it is so");
        add("timeout,t", po::value<std::string>()->value_name("TIME"),
            "wait no longer than TIME [30s]");
    }
    return all;
}

std::string help_text(request what, const po::options_description& options)
{
    const auto& row = row_of(what);
    const bool all = what == request::status;
    std::ostringstream text;
    text << "usage: svctl " << row.name << " [OPTION...] "
         << (all ? "[NAME|PATH...]" : "NAME|PATH...")
         << "\nFor each service: " << row.text
         << (all ? ".\nNone named: all of the scan directory.\n\n" : ".\n\n") << options
         << '\n';
    if (!all) text << "TIME is " << duration_grammar << ".\n";
    text << about_names;
    return text.str();
}

std::string known_commands()
{
    std::string text;
    for (const auto& r : requests) text.append(text.empty() ? "" : " ").append(r.name);
    return text;
}

request read_request(std::string_view word)
{
    const auto row = std::ranges::find(requests, word, &request_row::name);
    if (row != requests.end()) return row->what;
    throw usage_error("unable to understand \"" + std::string{word} +
                      "\": the commands are " + known_commands() + " (see svctl --help)");
}

std::string scan_dir(const po::variables_map& given)
{
    if (given.count("scan-dir")) return given["scan-dir"].as<std::string>();
    const char* const from_environment = std::getenv("SVDIR");
    return from_environment && *from_environment ? from_environment : "/service";
}

nanoseconds read_timeout(const std::string& text)
{
    if (const auto time = parse_duration(text)) return *time;
    throw usage_error("unable to read --timeout=" + text + ": it must be " +
                      std::string{duration_grammar});
}

svctl_options read_rest(request what, int argc, char** argv)
{
    const auto visible = describe(what);
    po::options_description all;
    all.add(visible).add_options()("NAME", po::value<std::vector<std::string>>());
    po::positional_options_description operands;
    operands.add("NAME", -1);
    po::variables_map given;
    po::store(po::command_line_parser(argc, argv).options(all).positional(operands).run(),
              given);
    svctl_options read;
    read.what = what;
    if (given.count("help")) {
        read.help = help_text(what, visible);
        return read;
    }
    if (given.count("NAME")) read.names = given["NAME"].as<std::vector<std::string>>();
    if (std::ranges::count(read.names, ""))
        throw usage_error("unable to tell which service is meant: a name is empty");
    read.scan_dir = scan_dir(given);
    read.json = given.count("json") > 0;
    read.wait = !given.count("no-wait");
    if (given.count("timeout"))
        read.timeout = read_timeout(given["timeout"].as<std::string>());
    return read;
}

} // namespace

svctl_options read_svctl_options(int argc, char** argv)
{
    const std::string_view first = argc > 1 ? argv[1] : "";
    svctl_options read;
    if (first == "--help" || first == "-h") read.help = help_text();
    if (first == "--version" || first == "-V") read.help = version_line("svctl");
    if (!read.help.empty()) return read;
    if (first.empty() || first.starts_with('-'))
        throw usage_error("unable to tell what to do: give a command first, one of " +
                          known_commands() + " (see svctl --help)");
    const auto what = read_request(first);
    const auto see = " (see svctl " + std::string{first} + " --help)";
    try {
        read = read_rest(what, argc - 1, argv + 1);
    } catch (const po::error& e) {
        throw usage_error(std::string{"unable to read the command line: "} + e.what() +
                          see);
    }
    if (read.help.empty() && read.names.empty() && what != request::status)
        throw usage_error("unable to tell which service is meant: name one" + see);
    return read;
}

} // namespace foster
