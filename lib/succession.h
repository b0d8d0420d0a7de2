// What one supervise leaves to the next of the same service: its status, as flat words
// beside those of lib/settings, each `was-NAME=VALUE`.  supervise-plan reads the state
// that a dead supervise has left and writes them; the resident reads them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/renewal.h"
#include "lib/status.h"

namespace foster {

std::vector<std::string> to_words(const status& was);

// The same of what goes from one program to the next in the same process, each
// `kept-NAME=VALUE`.
std::vector<std::string> to_words(const renewal& more);
bool read_word(renewal& more, std::string_view word);

// Obeys one word.  False, and nothing changed, if it is not one of ours.
bool read_word(status& was, std::string_view word);

// All whom it names as being of the service.
std::vector<member> everybody(const status& was);

} // namespace foster
