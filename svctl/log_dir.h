// Where the logger of a service writes.
#pragma once

#include <stdexcept>
#include <string>

#include "svctl/names.h"

namespace foster {

// There is none that could be shown: what() says why, and what to do.
struct no_log : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// log/main or log, as is the custom; or wherever a process of the logger has its file
// `current` open.  `who` may be the service, its logger or such a directory.  Throws
// no_log, and others where it cannot be told.
std::string log_dir_of(const service_name& who);

// Whether the service has a log/ that came when its supervise had begun: nobody reads its
// output there until that exits and another begins.
bool log_waits(const service_name& who);

// The same in words, and what to do.
std::string log_waits_in_words(const service_name& who);

} // namespace foster
