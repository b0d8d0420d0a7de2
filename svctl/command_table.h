// The commands and options of svctl: one table each.  The reader of the command line,
// the help of each command and the completion of three shells derive from them.
// t/tables.sh compares them with svctl(1).
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>

#include "svctl/options.h"

namespace foster {

// The completions that a shell offers for a value.
enum class offer : unsigned char { nothing, directories, fields };

struct option_row {
    option what;
    std::string_view name;  // in the form of program_options: "scan-dir,S"
    std::string_view value; // a name for its value in the help; empty if it takes none
    offer offered;
    std::string_view text;

    std::string_view whole() const { return name.substr(0, name.find(',')); }
    std::string_view letter() const // empty if it has none
    {
        const auto comma = name.find(',');
        return comma == name.npos ? std::string_view{} : name.substr(comma + 1);
    }
};

// The operands of a command.
enum class operands : unsigned char {
    services,     // one or more services
    any_services, // any number of services; without any, all of the scan directory
    signalled,    // a signal, and one or more services
    made,         // a new name, and a command
    none,
    shell, // a shell with completion
};

// The options of a command, as a set.
class option_set {
  public:
    constexpr option_set(std::initializer_list<option> all)
    {
        for (const auto o : all) bits_ |= 1ULL << static_cast<unsigned>(o);
    }
    constexpr bool has(option o) const
    {
        return bits_ >> static_cast<unsigned>(o) & 1ULL;
    }

  private:
    unsigned long long bits_ = 0;
};

struct command_row {
    std::string_view name;
    operands takes;
    option_set options; // without --help
    int (*run)(const svctl_options&);
    std::string_view text; // in the list of commands
};

std::span<const option_row> all_options();
std::span<const command_row> all_commands();

// Returns the operands as a usage line names them.
std::string_view in_usage(operands o);

// Returns whether the operands are names of services.
bool are_services(operands o);

// The functions of the commands.  They return the exit code of svctl.  They throw, and
// main() prints the error.
int run_tell(const svctl_options& asked);       // tell.cpp
int run_upgrade(const svctl_options& asked);    // tell.cpp
int run_wait(const svctl_options& asked);       // tell.cpp
int run_signal(const svctl_options& asked);     // send.cpp
int run_reload(const svctl_options& asked);     // send.cpp
int run_refresh(const svctl_options& asked);    // tell.cpp
int run_scan(const svctl_options& asked);       // send.cpp
int run_status(const svctl_options& asked);     // show.cpp
int run_tree(const svctl_options& asked);       // show.cpp
int run_why(const svctl_options& asked);        // show.cpp
int run_metrics(const svctl_options& asked);    // show.cpp
int run_list(const svctl_options& asked);       // show.cpp
int run_perms(const svctl_options& asked);      // perms.cpp
int run_check(const svctl_options& asked);      // check.cpp
int run_events(const svctl_options& asked);     // events.cpp
int run_watch(const svctl_options& asked);      // watch.cpp
int run_log(const svctl_options& asked);        // log.cpp
int run_new(const svctl_options& asked);        // new.cpp
int run_completion(const svctl_options& asked); // completion.cpp

} // namespace foster
