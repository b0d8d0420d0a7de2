// Passes the facts of one supervise to the next of the same service: its status, with
// the additions of its launch records, as flat words `was-NAME=VALUE` beside those of
// lib/settings.  supervise-plan reads the files of a dead supervise and writes the
// words.  supervise reads them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/launch_record.h"
#include "lib/status.h"
#include "lib/upgrade_facts.h"

namespace foster {

// An upgraded supervise reads its settings again.  Some of them wait until the service
// is dead.
constexpr std::string_view refresh_word = "refresh";
constexpr std::string_view refresh_later_word = "refresh-later";

// The descriptor of the earlier program in the same process.
constexpr std::string_view way_back = "back=";

// Returns whether the word describes an earlier program or process, and so is no
// setting.
constexpr bool is_of_the_past(std::string_view word)
{
    return word.starts_with("was-") || word.starts_with("kept-") ||
           word.starts_with("warden=") || word.starts_with(way_back) ||
           word == "resume" || word == refresh_word;
}

struct predecessor {
    status said{}; // its last status, corrected by the records
    // The run process, if it may live; 0: it has exited, or is unknown.
    pid run{};
    // No process of the service is older; nullopt: unknown.
    std::optional<instant> launched{};

    friend bool operator==(const predecessor&, const predecessor&) = default;
};

// Returns the last facts of the dead supervise.  `r` tells what it did after its last
// status.  `said` is nullopt if there is no status of this run of the machine.
predecessor recovered(std::optional<status> said, const launch_records& r);

std::vector<std::string> to_words(const status& was);
std::vector<std::string> to_words(const predecessor& was);

// Pass the facts from one program to the next in the same process, as words
// `kept-NAME=VALUE`.
std::vector<std::string> to_words(const renewal& more);
bool read_word(renewal& more, std::string_view word);

// Obey one word.  Return false, without a change, for an unknown word.
bool read_word(status& was, std::string_view word);
bool read_word(predecessor& was, std::string_view word);

// Returns all processes of the service that the status names.
std::vector<member> everybody(const status& was);

} // namespace foster
