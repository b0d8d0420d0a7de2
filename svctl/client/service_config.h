// The settings in service.toml that svctl uses, and the settings in force of a running
// supervise.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kernel/linux/scan_dir_defaults.h"
#include "lib/instant.h"
#include "lib/pid.h"
#include "lib/settings.h"
#include "svctl/client/service_names.h"

namespace foster {

struct service_config {
    std::vector<std::string> groups;
    int reload_signal = SIGHUP;
    std::optional<std::string> control_group{}; // name or number
    std::optional<std::string> control_readers{};
};

// Reads the present files of the service and of its scan directory.  A file with faults
// is ignored, and svctl warns of it once.  Throws.
service_config handling_of(const service_name& who);

// Returns the defaults for a service: the ones that its supervise was started with, or
// those of its scan directory.  A logger has none.
defaults defaults_of(const service_name& who);

// Returns the command line of a running supervise, without the program and the
// directory: a setting in each word, and `--` before a command.  Empty if it is not
// visible.
std::vector<std::string> words_of(pid keeper);

// Returns when a running supervise has read its settings, by its own report, or else
// when that process began.
std::optional<stamp> settings_read_at(pid keeper);

std::optional<stamp> when_read(const service_name& who);

// Returns the settings file that was changed or made since the settings in force were
// read; nullopt if there is none, or if no supervise is visible.
std::optional<std::string> newer_settings(const service_name& who);
// Returns a sentence about that file, with a remedy.
std::string newer_in_words(const service_name& who, const std::string& file);

// Returns the settings in these words.
settings settings_of(const std::vector<std::string>& words);

} // namespace foster
