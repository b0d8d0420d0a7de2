// What one service may be told apart from its directory: the plan's flat words.
// A word is NAME=VALUE; times are whole milliseconds.  `supervise DIR WORD...`.
#pragma once

#include <csignal>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/instant.h"

namespace foster {

// After which deaths a service that is wanted up is started again.
enum class restart : unsigned char { always, failure, never };

// How it is known that a service is ready to serve.
enum class readiness : unsigned char {
    settled, // its main is: it is up
    spawned, // it was started
    forked,  // it has gone into the background
    fd,      // it has written a newline to a descriptor that it was given
    notify,  // it has said so by sd_notify(3)
    check,   // ./check exits 0
};

struct settings {
    nanoseconds delay = 1s;          // from a start to the next
    nanoseconds max_delay = 60s;     // what it grows to, where it grows
    nanoseconds healthy_after = 60s; // a launch that has lived so long begins anew
    unsigned delay_factor = 100;     // in hundredths: what it grows by
    unsigned jitter = 0;             // in hundredths of the delay, what chance may add
    foster::restart restart = foster::restart::always;
    unsigned give_up_count = 0;       // so many deaths, ...
    nanoseconds give_up_within = 60s; // ... and it has failed for good; 0: never
    nanoseconds finish_timeout = 60s; // from the start of finish to KILL
    nanoseconds settle = 500ms;       // nothing changed for so long: main is settled
    nanoseconds foreground = 60s;     // a run process this old was no launcher
    nanoseconds stop_timeout = 60s;   // from the stop signal to TERM for all kin
    nanoseconds kin_timeout = 10s;    // from there to KILL
    int stop_signal = SIGTERM;
    readiness ready = readiness::settled;
    unsigned ready_fd = 3; // for readiness::fd
    nanoseconds ready_timeout =
        0s;                    // not ready so long after a start: it has failed; 0: never
    nanoseconds watchdog = 0s; // for readiness::notify: silent so long, it has failed
    bool log = false;          // the service is a logger: it ends by end-of-file
    bool end_survivors = false; // of a dead main, instead of waiting for them
    bool keep_sessions = false; // custody's rule b
    bool essential = false;     // a container ends with it
    // The files that hold settings have been read: what follows that word was given, as
    // is the command where `commanded`.
    bool planned = false;
    bool commanded = false;
    std::string_view pidfile{}; // custody's rule 6; in the caller's keeping; empty: none

    friend constexpr bool operator==(const settings&, const settings&) = default;
};

// Where the settings of a service are, seen from its directory, and those of all services
// of a scan directory, seen from that.
constexpr const char* settings_file = "service.toml";
constexpr const char* defaults_file = ".svscan/defaults.toml";

// The word that names the defaults, by a whole path: svscan gives it to each supervise.
// It sets nothing.  Without it a supervise was started by hand.
constexpr std::string_view defaults_word = "defaults=";
constexpr std::string_view no_defaults = "defaults=none";

// `planned=TIME` or `planned=TIME:command`: when the files were read, in milliseconds
// since the epoch; 0: when the process began.  Version 0.1 wrote `planned` last, and no
// time.
constexpr std::string_view planned_word = "planned=";
constexpr std::string_view commanded_mark = ":command";
std::string to_planned(std::int64_t when, bool commanded);
std::optional<std::int64_t> when_planned(std::string_view word); // nullopt: another word

// The word of a service that a container ends with: it is not started again, and leaves
// no survivors.  The file's key is for containers only; the next word says that this is
// one.
constexpr std::string_view essential_word = "essential=true";
constexpr std::string_view container_word = "container";

// The word by which everybody is trusted with what is executed and obeyed.  It sets
// nothing.
constexpr std::string_view trust_everybody_word = "trust-everybody";

// Obeys one word, whose text must outlive `into`.  False, and nothing changed, if the
// word is not one of ours.
bool read_word(settings& into, std::string_view word);

} // namespace foster
