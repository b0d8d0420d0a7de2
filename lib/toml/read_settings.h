// service.toml, and the defaults of a whole scan directory: read, and lowered to the flat
// words of lib/settings.  Pure text: opening the files is the caller's.  See
// service.toml(5).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/outfit.h"

namespace foster {

struct settings_reading {
    std::vector<std::string> words;
    foster::outfit outfit; // what supervise-exec does; `command` and control.group, too
    std::optional<std::vector<std::string>> groups; // for svctl, as is the next
    std::optional<int> reload_signal;
    std::vector<std::string> complaints; // FILE:LINE: what is wrong and what is allowed

    friend bool operator==(const settings_reading&, const settings_reading&) = default;
};

// `file` is what complaints call it.  Nothing is believed of a file that has complaints.
// Where there is an argument, the service is an instance: its %i is replaced.
settings_reading read_settings(std::string_view text, std::string_view file,
                               std::string_view argument = {});

} // namespace foster
