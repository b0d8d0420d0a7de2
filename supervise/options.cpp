#include "supervise/options.h"

#include <algorithm>
#include <boost/program_options.hpp>
#include <cstring>
#include <sstream>

#include "kernel/linux/errors.h"
#include "lib/duration.h"
#include "lib/renamed.h"
#include "lib/settings.h"
#include "lib/version.h"

namespace foster {

namespace {

namespace po = boost::program_options;

struct duration_option {
    const char* name;
    const char* text;
};

// Each option is a word of lib/settings with the same name.
constexpr duration_option duration_options[] = {
    {"delay", "set the minimum time between two starts [1s]"},
    {"settle",
     "settle the choice of the main process after TIME without a change [500ms]"},
    {"foreground", "treat a run process of this age as the daemon itself [1m]"},
    {"stop-timeout", "send TERM to all processes TIME after the stop signal [1m]"},
    {"kill-timeout", "send KILL to all processes TIME after that [10s]"},
};

po::options_description describe()
{
    po::options_description all{"Options"};
    all.add_options()("help,h", "print this text")("version,V", "print the version");
    all.add_options()("log", "treat the service as a logger, which ends by end-of-file");
    all.add_options()("take-over", "recover the processes left by a killed supervisor");
    for (const auto& d : duration_options)
        all.add_options()(d.name, po::value<std::string>()->value_name("TIME"), d.text);
    all.add_options()("trust-everybody",
                      "start the service even if its files are world-writable, so that "
                      "any user could run code as you");
    return all;
}

std::string help_text(const po::options_description& visible)
{
    std::ostringstream text;
    text << "usage: supervise [OPTION...] DIR [-- COMMAND...]\n"
            "Keep the service in DIR running, and supervise all of its processes.\n\n"
         << visible << "\nTIME is " << duration_grammar() << ".\nSee supervise(8).\n";
    return text.str();
}

std::string to_word(const char* name, const std::string& text)
{
    const auto time = parse_duration(text);
    if (!time || *time == 0s)
        throw permanent_error(std::string{"unable to read --"} + name + "=" + text +
                              ": it must be " + duration_grammar() + ", and not 0");
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(*time).count();
    return std::string{name} + "=" + std::to_string(ms);
}

} // namespace

supervise_options read_supervise_options(int argc, char** argv)
try {
    char** const end = std::find_if(
        argv, argv + argc, [](const char* w) { return std::strcmp(w, "--") == 0; });
    supervise_options read;
    if (end != argv + argc) read.command.assign(end + 1, argv + argc);
    const auto visible = describe();
    po::options_description all;
    all.add(visible).add_options()("DIR", po::value<std::vector<std::string>>());
    for (const auto& d : duration_options)
        if (const std::string old{old_word(d.name)}; old != d.name)
            all.add_options()(old.c_str(), po::value<std::string>());
    po::positional_options_description operands;
    operands.add("DIR", -1);
    po::variables_map given;
    po::store(po::command_line_parser(static_cast<int>(end - argv), argv)
                  .options(all)
                  .positional(operands)
                  .run(),
              given);
    if (given.count("help")) read.help = help_text(visible);
    if (given.count("version")) read.help = version_line("supervise");
    if (!read.help.empty()) return read;
    if (!given.count("DIR"))
        throw permanent_error("exactly one directory is required (usage: supervise "
                              "[OPTION...] DIR [-- COMMAND...])");
    if (end != argv + argc && read.command.empty())
        throw permanent_error("missing command after --");
    auto rest = given["DIR"].as<std::vector<std::string>>();
    read.directory = rest[0];
    // supervise, too, would read a name that begins with a dash as an option.
    if (read.directory.starts_with('-') || read.directory.empty())
        read.directory.insert(0, "./");
    read.place = read.directory;
    if (given.count("log")) read.words.emplace_back("log");
    if (given.count("take-over")) read.words.emplace_back("resume");
    const auto take = [&](const std::string& given_name, const char* name) {
        if (given.count(given_name))
            read.words.push_back(to_word(name, given[given_name].as<std::string>()));
    };
    for (const auto& d : duration_options) {
        if (const std::string old{old_word(d.name)}; old != d.name) take(old, d.name);
        take(d.name, d.name);
    }
    // These were words of supervise, which passes them on.
    for (std::size_t i = 1; i < rest.size(); ++i)
        read.words.push_back(std::move(rest[i]));
    if (given.count("trust-everybody")) read.words.emplace_back(trust_everybody_word);
    read.trust_everybody =
        std::ranges::find(read.words, trust_everybody_word) != read.words.end();
    return read;
} catch (const po::error& e) {
    throw permanent_error(std::string{"unable to read the command line: "} + e.what() +
                          " (see supervise --help)");
}

} // namespace foster
