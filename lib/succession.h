// What one supervise leaves to the next of the same service: its status, and what the
// records of its launches add, as flat words beside those of lib/settings, each
// `was-NAME=VALUE`.  supervise-plan reads the files that a dead supervise has left and
// writes the words; the resident reads them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/launch_record.h"
#include "lib/renewal.h"
#include "lib/status.h"

namespace foster {

// A renewed supervise reads its settings anew; some of them wait until the service is
// dead.
constexpr std::string_view refresh_word = "refresh";
constexpr std::string_view refresh_later_word = "refresh-later";

// The descriptor of the program before this one in the same process.
constexpr std::string_view way_back = "back=";

// Whether the word is of another life of this process, or of another's, and so no
// setting.
constexpr bool is_of_the_past(std::string_view word)
{
    return word.starts_with("was-") || word.starts_with("kept-") ||
           word.starts_with("warden=") || word.starts_with(way_back) ||
           word == "resume" || word == refresh_word;
}

struct predecessor {
    status said{}; // its last status, corrected by the records
    pid run{};     // the run process, if it may live; none: it has exited, or is unknown
    std::optional<instant>
        launched{}; // no process of the service is older; nullopt: unknown

    friend bool operator==(const predecessor&, const predecessor&) = default;
};

// What the dead supervise did after its last status is told by the records: `said` is
// nullopt if there is no status of this run of the machine.
predecessor recovered(std::optional<status> said, const launch_records& r);

std::vector<std::string> to_words(const status& was);
std::vector<std::string> to_words(const predecessor& was);

// The same of what goes from one program to the next in the same process, each
// `kept-NAME=VALUE`.
std::vector<std::string> to_words(const renewal& more);
bool read_word(renewal& more, std::string_view word);

// Obeys one word.  False, and nothing changed, if it is not one of ours.
bool read_word(status& was, std::string_view word);
bool read_word(predecessor& was, std::string_view word);

// All whom it names as being of the service.
std::vector<member> everybody(const status& was);

} // namespace foster
