// What service.toml says to svctl, and the settings that a supervise was told.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kernel/linux/defaults.h"
#include "lib/instant.h"
#include "lib/pid.h"
#include "lib/settings.h"
#include "svctl/names.h"

namespace foster {

struct handling {
    std::vector<std::string> groups;
    int reload_signal = SIGHUP;
    std::optional<std::string> control_group{}; // by its name or its number
    std::optional<std::string> control_readers{};
};

// From the files of the service and of its scan directory, as they are now.  Of a file
// with faults nothing is believed, and that is said, once.  Throws.
handling handling_of(const service_name& who);

// The defaults that hold for a service: those that its supervise was told, or those of
// the scan directory in which it is named.  A logger has none.
defaults defaults_of(const service_name& who);

// The words that a running supervise was told, from its command line: a setting each, and
// `--` before a command.  Empty: they are not to be seen.
std::vector<std::string> words_of(pid keeper);

// When a running supervise has read its settings, as it says; else when it began.
std::optional<stamp> settings_read_at(pid keeper);

std::optional<stamp> when_read(const service_name& who);

// The file of settings that is newer than what is in force, because it was changed or
// made since; nullopt: none, or no supervise is to be seen.
std::optional<std::string> newer_settings(const service_name& who);
// The same in words, and what to do.
std::string newer_in_words(const service_name& who, const std::string& file);

// The settings that these are.
settings settings_of(const std::vector<std::string>& words);

} // namespace foster
