// svctl status of one service, with all details.  Pure text.
#pragma once

#include <string>
#include <vector>

#include "svctl/text/process_tree.h"
#include "svctl/text/status_table.h"

namespace foster {

struct detail {
    service_view of;
    grove processes{};
    std::vector<std::string> words{}; // command line of its supervise
    std::string newer{};  // a settings file that is newer than the settings in force
    std::string unread{}; // the reason why no logger reads its output
    std::string log{};    // the file of `lines`; empty if there is no log
    std::vector<std::string> lines{}; // the last lines of its log
};

std::string detail_of(const detail& d, stamp now, const layout& as);

// Returns "stop.timeout = 30s", with the key of service.toml(5).  A word that is no
// setting is returned unchanged.
std::string setting_in_words(const std::string& word);

} // namespace foster
