#include "svctl/command_table.h"

#include <array>

namespace foster {

namespace {

constexpr auto options = std::to_array<option_row>({
    {option::help, "help,h", "", offer::nothing, "print this text"},
    {option::scan_dir, "scan-dir,S", "DIR", offer::directories,
     "find each NAME in DIR [$SVDIR, /service, see svctl(1)]"},
    {option::no_wait, "no-wait,n", "", offer::nothing, "do not wait for the result"},
    {option::timeout, "timeout,t", "TIME", offer::nothing,
     "wait at most TIME [30s; events: no limit]"},
    {option::json, "json", "", offer::nothing, "print JSON, for programs"},
    {option::output, "output,o", "FIELDS", offer::fields,
     "print these fields, with tabs between them"},
    {option::table, "long,l", "", offer::nothing,
     "print a table with processes, memory and CPU"},
    {option::names, "names", "", offer::nothing,
     "print every word that names services, also @ARG and +GROUP"},
    {option::log, "log", "", offer::nothing,
     "give the service one of the installed loggers"},
    {option::up, "up", "", offer::nothing,
     "wait until the service is up, with its main process"},
    {option::down, "down", "", offer::nothing,
     "wait until no process of the service is left"},
    {option::ready, "ready", "", offer::nothing,
     "wait until the service is up and ready"},
    {option::degraded, "degraded", "", offer::nothing,
     "wait until the main process is dead and others are alive"},
    {option::failed, "failed", "", offer::nothing,
     "wait until the service has failed and is not restarted"},
    {option::any, "any", "", offer::nothing,
     "wait for one of the services, and print its name"},
    {option::textfile, "textfile", "FILE", offer::nothing,
     "write Prometheus text to FILE, which appears by a rename"},
    {option::group, "group,g", "GROUP", offer::nothing,
     "let the members of GROUP command and read services"},
    {option::no_group, "no-group", "", offer::nothing, "let no group command services"},
    {option::now, "now", "", offer::nothing,
     "print the present state of each service first"},
    {option::lines, "lines,n", "N", offer::nothing,
     "show the last N lines of each log [10; with --since: all]"},
    {option::since, "since", "TIME", offer::nothing, "show the lines of the last TIME"},
    {option::grep, "grep", "REGEX", offer::nothing,
     "show only lines that match this extended regular expression"},
    {option::follow, "follow,f", "", offer::nothing, "continue with new lines"},
    {option::stay, "stay", "TIME", offer::nothing,
     "fail if the main process dies within TIME after the service is up [1s]"},
    {option::readers, "readers", "GROUP", offer::nothing,
     "let the members of GROUP, or everyone, read services"},
    {option::no_readers, "no-readers", "", offer::nothing,
     "let only users who may command services read them"},
});

constexpr option_set waiting{option::scan_dir, option::no_wait, option::timeout};
constexpr option_set starting{option::scan_dir, option::no_wait, option::timeout,
                              option::stay};

constexpr auto commands = std::to_array<command_row>({
    {"up", operands::services, starting, run_tell, "start a service and keep it running"},
    {"down", operands::services, waiting, run_tell,
     "stop a service with all of its processes"},
    {"once", operands::services, starting, run_tell,
     "start a service and do not restart it"},
    {"restart", operands::services, starting, run_tell,
     "stop a service if it is running, then start it"},
    {"reload",
     operands::services,
     {option::scan_dir},
     run_reload,
     "send the reload signal to the main process of a service"},
    {"signal",
     operands::signalled,
     {option::scan_dir},
     run_signal,
     "send a signal to the main process of a service"},
    {"pause", operands::services, waiting, run_tell,
     "pause the main process of a service"},
    {"cont", operands::services, waiting, run_tell,
     "continue the main process of a service"},
    {"kill", operands::services, waiting, run_tell, "kill all processes of a service"},
    {"exit", operands::services, waiting, run_tell,
     "stop a service and make its supervisor exit"},
    {"upgrade", operands::any_services, waiting, run_upgrade,
     "make supervisors execute the installed program, in place"},
    {"refresh", operands::services, waiting, run_refresh,
     "make a supervisor read service.toml and the defaults again"},
    {"status",
     operands::any_services,
     {option::scan_dir, option::json, option::output, option::table},
     run_status,
     "show services, or all details of a single one"},
    {"tree",
     operands::any_services,
     {option::scan_dir},
     run_tree,
     "show the processes of services, each below its parent"},
    {"why",
     operands::any_services,
     {option::scan_dir},
     run_why,
     "explain the state of services and the next step"},
    {"metrics",
     operands::any_services,
     {option::scan_dir, option::textfile},
     run_metrics,
     "print the state of services as OpenMetrics text"},
    {"list",
     operands::any_services,
     {option::scan_dir, option::names},
     run_list,
     "print the names of services"},
    {"wait",
     operands::services,
     {option::scan_dir, option::timeout, option::up, option::down, option::ready,
      option::degraded, option::failed, option::any},
     run_wait,
     "wait until services reach a state, and change nothing"},
    {"perms",
     operands::any_services,
     {option::scan_dir, option::group, option::no_group, option::readers,
      option::no_readers},
     run_perms,
     "show or change which users may command and read services"},
    {"events",
     operands::any_services,
     {option::scan_dir, option::timeout, option::json, option::now},
     run_events,
     "print a line for each change of services"},
    {"watch",
     operands::any_services,
     {option::scan_dir},
     run_watch,
     "show a table of services and keep it current, until q is pressed"},
    {"log",
     operands::any_services,
     {option::scan_dir, option::follow, option::lines, option::since, option::grep},
     run_log,
     "show the logs of services, in local time"},
    {"check",
     operands::any_services,
     {option::scan_dir},
     run_check,
     "find errors in service directories before a start"},
    {"new",
     operands::made,
     {option::scan_dir, option::log},
     run_new,
     "create a service directory for a command"},
    {"scan",
     operands::none,
     {option::scan_dir},
     run_scan,
     "make svscan read the scan directory again"},
    {"completion",
     operands::shell,
     {},
     run_completion,
     "print a completion script for a shell"},
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
