// Reads service.toml, and the defaults of a scan directory, into the flat words of
// lib/settings.  Pure text: the caller opens the files.  See service.toml(5).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/exec_settings.h"

namespace foster {

struct settings_reading {
    std::vector<std::string> words;
    foster::outfit outfit; // for supervise-exec; also `command` and control.group
    std::optional<std::vector<std::string>> groups; // for svctl, as reload_signal
    std::optional<int> reload_signal;
    std::vector<std::string> complaints; // FILE:LINE: the error and the allowed values
    std::vector<std::string> warnings;   // FILE:LINE: the old and the present key

    friend bool operator==(const settings_reading&, const settings_reading&) = default;
};

// `file` is the name of the file in complaints and warnings.  A file with complaints must
// not be used.  With an argument the service is an instance: the argument replaces %i.
settings_reading read_settings(std::string_view text, std::string_view file,
                               std::string_view argument = {});

} // namespace foster
