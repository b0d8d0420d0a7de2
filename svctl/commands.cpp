#include "svctl/commands.h"

#include <array>

namespace foster {

namespace {

constexpr auto options = std::to_array<option_row>({
    {option::help, "help,h", "", offer::nothing, "print this text"},
    {option::scan_dir, "scan-dir,S", "DIR", offer::directories,
     "look NAMEs up in DIR [$SVDIR, /service, see svctl(1)]"},
    {option::no_wait, "no-wait,n", "", offer::nothing, "do not wait until it is so"},
    {option::timeout, "timeout,t", "TIME", offer::nothing,
     "wait no longer than TIME [30s; events: for ever]"},
    {option::json, "json", "", offer::nothing, "print JSON, for programs"},
    {option::output, "output,o", "FIELDS", offer::fields,
     "print these, with tabs between them"},
    {option::table, "long,l", "", offer::nothing,
     "print a table with processes, memory and CPU"},
    {option::names, "names", "", offer::nothing,
     "print every word that names services, @ARG and +GROUP too"},
    {option::log, "log", "", offer::nothing, "give it a logger, of those installed"},
    {option::up, "up", "", offer::nothing, "until it lives, with its main"},
    {option::down, "down", "", offer::nothing, "until nobody of it is left"},
    {option::ready, "ready", "", offer::nothing, "until it is up and ready"},
    {option::degraded, "degraded", "", offer::nothing,
     "until its main is dead and others live"},
    {option::failed, "failed", "", offer::nothing,
     "until it has failed and is not tried again"},
    {option::any, "any", "", offer::nothing, "wait for one of them, and print its name"},
    {option::textfile, "textfile", "FILE", offer::nothing,
     "write into FILE, which appears by a rename"},
    {option::group, "group,g", "GROUP", offer::nothing,
     "let the members of GROUP command and read it"},
    {option::no_group, "no-group", "", offer::nothing, "let no group in"},
    {option::now, "now", "", offer::nothing, "begin with what is so now"},
    {option::lines, "lines,n", "N", offer::nothing,
     "show the last N lines of each [10; with --since: all]"},
    {option::since, "since", "TIME", offer::nothing,
     "show what was logged in the last TIME"},
    {option::grep, "grep", "REGEX", offer::nothing,
     "show lines that an extended regular expression fits"},
    {option::follow, "follow,f", "", offer::nothing,
     "go on with what is logged from now on"},
    {option::stay, "stay", "TIME", offer::nothing,
     "fail if it dies within TIME after it is up [1s]"},
    {option::readers, "readers", "GROUP", offer::nothing,
     "let the members of GROUP, or everyone, read it"},
    {option::no_readers, "no-readers", "", offer::nothing, "let no others read it"},
});

constexpr option_set waiting{option::scan_dir, option::no_wait, option::timeout};
constexpr option_set starting{option::scan_dir, option::no_wait, option::timeout,
                              option::stay};

constexpr auto commands = std::to_array<command_row>({
    {"up", operands::services, starting, run_tell, "start it, and again when it is dead"},
    {"down", operands::services, waiting, run_tell,
     "stop it, with all that it left behind"},
    {"once", operands::services, starting, run_tell,
     "start it, and not again when it is dead"},
    {"restart", operands::services, starting, run_tell,
     "stop it, if it runs, and start it"},
    {"reload",
     operands::services,
     {option::scan_dir},
     run_reload,
     "have its main read its settings anew, by a signal"},
    {"signal",
     operands::signalled,
     {option::scan_dir},
     run_signal,
     "have a signal sent to its main"},
    {"pause", operands::services, waiting, run_tell, "stop its main where it stands"},
    {"cont", operands::services, waiting, run_tell, "have its main go on"},
    {"kill", operands::services, waiting, run_tell,
     "kill it, with all that belongs to it"},
    {"exit", operands::services, waiting, run_tell, "stop it, and let its supervise end"},
    {"upgrade", operands::any_services, waiting, run_upgrade,
     "have its supervise go on as the installed program"},
    {"refresh", operands::services, waiting, run_refresh,
     "have its supervise read service.toml and the defaults anew"},
    {"status",
     operands::any_services,
     {option::scan_dir, option::json, option::output, option::table},
     run_status,
     "show it, and the processes that belong to it"},
    {"tree",
     operands::any_services,
     {option::scan_dir},
     run_tree,
     "show its processes, each below its parent"},
    {"why",
     operands::any_services,
     {option::scan_dir},
     run_why,
     "tell how it came to where it is, and what is next"},
    {"metrics",
     operands::any_services,
     {option::scan_dir, option::textfile},
     run_metrics,
     "print OpenMetrics text of it, for monitoring"},
    {"list",
     operands::any_services,
     {option::scan_dir, option::names},
     run_list,
     "print its name, for scripts"},
    {"wait",
     operands::services,
     {option::scan_dir, option::timeout, option::up, option::down, option::ready,
      option::degraded, option::failed, option::any},
     run_wait,
     "wait until it is so, and command nothing"},
    {"perms",
     operands::any_services,
     {option::scan_dir, option::group, option::no_group, option::readers,
      option::no_readers},
     run_perms,
     "show who may command and read it, or let others in"},
    {"events",
     operands::any_services,
     {option::scan_dir, option::timeout, option::json, option::now},
     run_events,
     "print a line whenever something becomes of it"},
    {"watch",
     operands::any_services,
     {option::scan_dir},
     run_watch,
     "show it as it changes, until q is pressed"},
    {"log",
     operands::any_services,
     {option::scan_dir, option::follow, option::lines, option::since, option::grep},
     run_log,
     "show what it has logged, by local time"},
    {"check",
     operands::any_services,
     {option::scan_dir},
     run_check,
     "find what is wrong with it before it is started"},
    {"new",
     operands::made,
     {option::scan_dir, option::log},
     run_new,
     "make a service directory that executes a command"},
    {"scan",
     operands::none,
     {option::scan_dir},
     run_scan,
     "have svscan look at its directory again"},
    {"completion",
     operands::shell,
     {},
     run_completion,
     "print what makes a shell complete svctl's words"},
});

constexpr bool in_order()
{
    for (std::size_t i = 0; i < options.size(); ++i)
        if (options[i].what != static_cast<option>(i)) return false;
    return options.size() == option_count;
}
static_assert(in_order());

} // namespace

std::span<const option_row> all_options()
{
    return options;
}

std::span<const command_row> all_commands()
{
    return commands;
}

std::string_view in_usage(operands o)
{
    switch (o) {
    case operands::services: return "SERVICE...";
    case operands::any_services: return "[SERVICE...]";
    case operands::signalled: return "SIGNAL SERVICE...";
    case operands::made: return "NAME -- COMMAND...";
    case operands::none: return "";
    case operands::shell: return "bash|zsh|fish";
    }
    return {};
}

bool are_services(operands o)
{
    switch (o) {
    case operands::services:
    case operands::any_services:
    case operands::signalled: return true;
    case operands::made:
    case operands::none:
    case operands::shell: break;
    }
    return false;
}

} // namespace foster
