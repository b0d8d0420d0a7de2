// What a person can ask svctl for: one table of options, one of commands.
// The reader of the command line, the help of each command and the completion of three
// shells derive from them; t/tables.sh holds svctl(1) to them.
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>

#include "svctl/options.h"

namespace foster {

// What a shell may offer for a value.
enum class offer : unsigned char { nothing, directories, fields };

struct option_row {
    option what;
    std::string_view name;  // as program_options takes it: "scan-dir,S"
    std::string_view value; // what stands for its value in a text; empty: it has none
    offer offered;
    std::string_view text;

    std::string_view whole() const { return name.substr(0, name.find(',')); }
    std::string_view letter() const // empty: it has none
    {
        const auto comma = name.find(',');
        return comma == name.npos ? std::string_view{} : name.substr(comma + 1);
    }
};

// What the words of a command are that are no options.
enum class operands : unsigned char {
    services,     // one or more
    any_services, // none: all of the scan directory
    signalled,    // a signal, and one or more
    made,         // a name that is new, and a command
    none,
    shell, // one of those that we complete for
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
    option_set options; // besides --help
    int (*run)(const svctl_options&);
    std::string_view text; // for the list of commands
};

std::span<const option_row> all_options();
std::span<const command_row> all_commands();

// What stands for the operands in a usage line.
std::string_view in_usage(operands o);

// Whether the operands are names of services.
bool are_services(operands o);

// What the commands do, each family in a file of its own.  They give the exit code of
// svctl, and throw what main() says.
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
