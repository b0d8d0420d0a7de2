// The log directory of a service.
#pragma once

#include <stdexcept>
#include <string>

#include "svctl/client/service_names.h"

namespace foster {

// There is no log to show.  what() gives the reason and a remedy.
struct no_log : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Returns log/main or log, which are customary, or else the directory in which a
// process of the logger has a file `current` open.  `who` may be the service, its
// logger, or such a directory.  Throws no_log, and other errors if the directory cannot
// be found out.
std::string log_dir_of(const service_name& who);

// Returns whether the service got its log/ after its supervise had begun.  Then no
// process reads the output there until that supervise exits and another begins.
bool log_waits(const service_name& who);

// Returns a sentence about that, with a remedy.
std::string log_waits_in_words(const service_name& who);

} // namespace foster
