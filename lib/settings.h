// The settings of one service: the flat words from the configuration loader.  A word is
// NAME=VALUE; times are whole milliseconds.  `supervise DIR WORD...`.
#pragma once

#include <csignal>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/instant.h"

namespace foster {

// The deaths after which a service that is wanted up is started again.
enum class restart : unsigned char { always, failure, never };

// The sign that a service is ready.
enum class readiness : unsigned char {
    settled, // its main process is settled: it is up
    spawned, // it was started
    forked,  // it has forked into the background
    fd,      // it has written a newline to the given descriptor
    notify,  // it has sent READY=1 by sd_notify(3)
    check,   // ./check exits 0
};

struct settings {
    nanoseconds delay = 1s;          // from a start to the next
    nanoseconds max_delay = 60s;     // limit of the growing delay
    nanoseconds healthy_after = 60s; // a launch of this age resets the delay
    unsigned delay_factor = 100;     // growth of the delay, in hundredths
    unsigned jitter = 0;             // random addition to the delay, in its hundredths
    foster::restart restart = foster::restart::always;
    unsigned give_up_count = 0;       // so many deaths ...
    nanoseconds give_up_within = 60s; // ... in this time: failed for good; 0: never
    nanoseconds finish_timeout = 60s; // from the start of finish to KILL
    nanoseconds settle = 500ms;     // unchanged for so long: the main process is settled
    nanoseconds foreground = 60s;   // a run process of this age is no launcher
    nanoseconds stop_timeout = 60s; // from the stop signal to TERM for all kin
    nanoseconds kin_timeout = 10s;  // from TERM to KILL
    int stop_signal = SIGTERM;
    readiness ready = readiness::settled;
    unsigned ready_fd = 3; // for readiness::fd
    // A service that is not ready so long after its start has failed; 0: never.
    nanoseconds ready_timeout = 0s;
    // For readiness::notify: a service that is silent for so long has failed.
    nanoseconds watchdog = 0s;
    bool log = false;           // a logger, which ends at the end of its input
    bool end_survivors = false; // after the death of the main process, without waiting
    bool keep_sessions = false; // lib/bystanders, rule b
    bool essential = false;     // a container ends with it
    // The settings files have been read.  Later words were given on the command line,
    // and so was the command if `commanded`.
    bool planned = false;
    bool commanded = false;
    // The file of custody's rule 6; empty if there is none.  The caller owns the text.
    std::string_view pidfile{};

    friend constexpr bool operator==(const settings&, const settings&) = default;
};

// The files with the settings of a service, relative to its directory, and with those
// of all services of a scan directory, relative to that.
constexpr const char* settings_file = "service.toml";
constexpr const char* defaults_file = ".svscan/defaults.toml";

// The word that names the defaults by a whole path.  svscan gives it to each supervise.
// It sets nothing.  Without it a supervise was started by hand.
constexpr std::string_view defaults_word = "defaults=";
constexpr std::string_view no_defaults = "defaults=none";

// `planned=TIME` or `planned=TIME:command`: when the files were read, in milliseconds
// since the epoch; 0: at the start of the process.  Version 0.1 wrote `planned` last,
// without a time.
constexpr std::string_view planned_word = "planned=";
constexpr std::string_view commanded_mark = ":command";
std::string to_planned(std::int64_t when, bool commanded);
std::optional<std::int64_t> when_planned(std::string_view word); // nullopt: another word

// The word of a service whose end ends its container.  The service is not started
// again, and leaves no survivors.  The key of the file counts only in a container, and
// the next word states that this is one.
constexpr std::string_view essential_word = "essential=true";
constexpr std::string_view container_word = "container";

// The word that trusts all users with the executed and obeyed files.  It sets nothing.
constexpr std::string_view trust_everybody_word = "trust-everybody";

// Obeys one word, whose text must outlive `into`.  Returns false, without a change, for
// an unknown word.
bool read_word(settings& into, std::string_view word);

} // namespace foster
