#include "svctl/options.h"

#include <algorithm>
#include <array>
#include <boost/program_options.hpp>
#include <cctype>
#include <sstream>

#include "kernel/linux/user_scan_dir.h"
#include "lib/duration.h"
#include "lib/nearest_words.h"
#include "lib/version.h"
#include "svctl/command_table.h"

namespace foster {

namespace {

namespace po = boost::program_options;

constexpr const char* about_names =
    "A SERVICE is a NAME in the scan directory, NAME/log for its logger, 'PATTERN*',\n"
    "@ARG for every instance NAME@ARG, +GROUP, or a PATH with a slash.  See svctl(1).\n";

std::string help_text()
{
    std::ostringstream text;
    text << "usage: svctl COMMAND [OPTION...] [OPERAND...]\n"
            "Command and show supervised services.\n\nCommands:\n";
    for (const auto& c : all_commands()) {
        std::string name{c.name};
        name.resize(12, ' ');
        text << "  " << name << c.text << '\n';
    }
    text << "\nsvctl COMMAND --help lists the options of a command.\nsvctl --version "
            "prints "
            "the version.\n"
         << about_names;
    return text.str();
}

bool offers(const command_row& command, const option_row& row)
{
    return row.what == option::help || command.options.has(row.what);
}

po::options_description describe(const command_row& command)
{
    po::options_description all{"Options"};
    auto add = all.add_options();
    for (const auto& o : all_options()) {
        if (!offers(command, o)) continue;
        const std::string name{o.name};
        const std::string text{o.text};
        if (o.value.empty())
            add(name.c_str(), text.c_str());
        else
            add(name.c_str(), po::value<std::string>()->value_name(std::string{o.value}),
                text.c_str());
    }
    return all;
}

std::string capitalized(std::string_view text)
{
    std::string sentence{text};
    sentence[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return sentence;
}

std::string help_text(const command_row& command, const po::options_description& options)
{
    const bool services = are_services(command.takes);
    std::ostringstream text;
    text << "usage: svctl " << command.name << " [OPTION...]"
         << (in_usage(command.takes).empty() ? "" : " ") << in_usage(command.takes);
    text << '\n' << capitalized(command.text) << ".\n";
    if (command.takes == operands::any_services)
        text << "Without SERVICE: all services of the scan directory.\n";
    text << '\n' << options << '\n';
    if (command.options.has(option::timeout))
        text << "TIME is " << duration_grammar() << ".\n";
    if (command.options.has(option::since))
        text << "TIME is " << duration_grammar(longest_look_back) << ".\n";
    text << (services ? about_names : "See svctl(1).\n");
    return text.str();
}

// A command of another tool, and the counterpart of svctl.
struct other_name {
    std::string_view word;
    std::string_view ours;
};

constexpr auto other_names = std::to_array<other_name>({
    {"start", "svctl up"},
    {"stop", "svctl down"},
    {"force-stop", "svctl down"},
    {"try-restart", "svctl restart"},
    {"force-reload", "svctl reload"},
    {"enable", "a link in the scan directory (ln -s /etc/foster/NAME /service), or no "
               "file down in the service directory"},
    {"disable", "the file down in the service directory, or no link in the scan "
                "directory"},
    {"ps", "svctl tree"},
    {"pids", "svctl tree"},
    {"show", "svctl status"},
    {"stat", "svctl status"},
    {"info", "svctl status"},
    {"is-active", "svctl status"},
    {"ls", "svctl list"},
    {"list-units", "svctl list"},
    {"top", "svctl watch"},
    {"monitor", "svctl events"},
    {"logs", "svctl log"},
    {"tail", "svctl log --follow"},
    {"follow", "svctl log --follow"},
    {"journal", "svctl log"},
    {"hup", "svctl reload"},
    {"term", "svctl signal TERM"},
    {"interrupt", "svctl signal INT"},
    {"quit", "svctl signal QUIT"},
    {"alarm", "svctl signal ALRM"},
    {"suspend", "svctl pause"},
    {"freeze", "svctl pause"},
    {"continue", "svctl cont"},
    {"resume", "svctl cont"},
    {"thaw", "svctl cont"},
    {"shutdown", "svctl exit"},
    {"rescan", "svctl scan"},
    {"update", "svctl scan"},
    {"reread", "svctl scan"},
    {"daemon-reload", "svctl scan"},
    {"daemon-reexec", "svctl upgrade"},
    {"create", "svctl new"},
    {"add", "svctl new"},
    {"make", "svctl new"},
    {"verify", "svctl check"},
    {"lint", "svctl check"},
    {"help", "svctl --help"},
    {"version", "svctl --version"},
});

const other_name* other_name_of(std::string_view word)
{
    const auto* const found = std::ranges::find(other_names, word, &other_name::word);
    return found == other_names.end() ? nullptr : found;
}

// Returns the advice for a word that is no command.
std::string unknown_in_words(std::string_view word, std::string_view next)
{
    if (const auto* const o = other_name_of(word))
        return "use " + std::string{o->ours} + " (see svctl --help)";
    for (const auto& c : all_commands())
        if (c.name == next)
            return "the command must come first: svctl " + std::string{next} + ' ' +
                   std::string{word};
    std::vector<std::string> known;
    for (const auto& c : all_commands()) known.emplace_back(c.name);
    for (const auto& o : other_names) known.emplace_back(o.word);
    const auto near = nearest(word, known, 1);
    if (near.empty()) return "svctl --help lists all commands";
    if (const auto* const o = other_name_of(near[0]))
        return "the nearest word is " + near[0] + ", so use " + std::string{o->ours} +
               " (see svctl --help)";
    return "the nearest command is " + near[0] + " (see svctl --help)";
}

const command_row& read_command(std::string_view word, std::string_view next)
{
    for (const auto& c : all_commands())
        if (c.name == word) return c;
    throw usage_error("unable to understand \"" + std::string{word} +
                      "\": " + unknown_in_words(word, next));
}

// Returns the time of option `o`, or `otherwise` if it is not given.
nanoseconds read_time(const svctl_options& read, option o, nanoseconds otherwise)
{
    if (!read.has(o)) return otherwise;
    if (const auto time = parse_duration(read.value(o))) return *time;
    throw usage_error("unable to read --" +
                      std::string{all_options()[static_cast<std::size_t>(o)].whole()} +
                      '=' + read.value(o) + ": it must be " + duration_grammar());
}

svctl_options read_rest(const command_row& command, int argc, char** argv)
{
    const auto visible = describe(command);
    po::options_description all;
    all.add(visible).add_options()("NAME", po::value<std::vector<std::string>>());
    po::positional_options_description operands;
    operands.add("NAME", -1);
    po::variables_map given;
    po::store(po::command_line_parser(argc, argv).options(all).positional(operands).run(),
              given);
    svctl_options read;
    read.command = &command;
    for (const auto& o : all_options()) {
        const std::string name{o.whole()};
        if (!given.count(name)) continue;
        read.given[static_cast<std::size_t>(o.what)] =
            o.value.empty() ? std::string{} : given[name].as<std::string>();
    }
    if (read.has(option::help)) {
        read.help = help_text(command, visible);
        return read;
    }
    if (given.count("NAME")) read.names = given["NAME"].as<std::vector<std::string>>();
    read.scan_dir =
        read.has(option::scan_dir) ? read.value(option::scan_dir) : default_scan_dir();
    read.timeout = read_time(read, option::timeout, read.timeout);
    read.stay = read_time(read, option::stay, read.stay);
    return read;
}

// Checks the kind and number of the operands.
void check_operands(const svctl_options& read, const std::string& see)
{
    const bool made = read.command->takes == operands::made; // an argument may be empty
    if (made ? !read.names.empty() && read.names[0].empty()
             : std::ranges::count(read.names, "") > 0)
        throw usage_error("a service name is empty");
    switch (read.command->takes) {
    case operands::services:
        if (read.names.empty()) throw usage_error("missing service name" + see);
        return;
    case operands::signalled:
        if (read.names.size() < 2)
            throw usage_error("a signal and a service name are required" + see);
        return;
    case operands::made:
        if (read.names.size() < 2)
            throw usage_error("a name, -- and a command are required" + see);
        return;
    case operands::none:
        if (!read.names.empty())
            throw usage_error("unexpected operand \"" + read.names[0] + "\": svctl " +
                              std::string{read.command->name} + " takes no service" +
                              see);
        return;
    case operands::shell:
        if (read.names.size() != 1)
            throw usage_error("exactly one shell is required: " +
                              std::string{in_usage(operands::shell)} + see);
        return;
    case operands::any_services: return;
    }
}

// Returns how many words before the command name the scan directory.
int scan_dir_words(int argc, char** argv)
{
    int count = 0;
    while (count + 1 < argc) {
        const std::string_view word = argv[count + 1];
        if (word == "-S" || word == "--scan-dir")
            count += 2;
        else if (word.starts_with("-S") || word.starts_with("--scan-dir="))
            ++count;
        else
            break;
    }
    return std::min(count, argc - 1);
}

} // namespace

svctl_options read_svctl_options(int argc, char** argv)
{
    const int before = scan_dir_words(argc, argv);
    if (before > 0)
        std::rotate(argv + 1, argv + 1 + before, argv + std::min(argc, 2 + before));
    const std::string_view first = argc > 1 ? argv[1] : "";
    svctl_options read;
    if (first == "--help" || first == "-h") read.help = help_text();
    if (first == "--version" || first == "-V") read.help = version_line("svctl");
    if (!read.help.empty()) return read;
    if (first.empty() || argc == 1 + before)
        throw usage_error("missing command (svctl --help lists all commands)");
    if (first.starts_with('-'))
        throw usage_error("the command must come before its options (see svctl --help)");
    const auto& command = read_command(first, argc > 2 ? argv[2] : "");
    const auto see = " (see svctl " + std::string{first} + " --help)";
    try {
        read = read_rest(command, argc - 1, argv + 1);
    } catch (const po::error& e) {
        throw usage_error(std::string{"unable to read the command line: "} + e.what() +
                          see);
    }
    if (read.help.empty()) check_operands(read, see);
    return read;
}

} // namespace foster
