// svctl status of one service: all that is known of it.  Pure text.
#pragma once

#include <string>
#include <vector>

#include "svctl/table.h"
#include "svctl/tree.h"

namespace foster {

struct detail {
    service_view of;
    grove processes{};
    std::vector<std::string> words{}; // that its supervise was told
    std::string newer{};              // a file of settings that is newer than they are
    std::string unread{};             // why nobody reads what it writes
    std::string log{};                // the file that its lines are from; empty: none
    std::vector<std::string> lines{}; // the last of it
};

std::string detail_of(const detail& d, stamp now, const layout& as);

// "stop.timeout = 30s", as service.toml(5) calls it; a word that is no setting as it is.
std::string setting_in_words(const std::string& word);

} // namespace foster
