// Calls a function with the supervise of a service, and says on standard error why there
// is none.
#pragma once

#include <exception>
#include <string>
#include <utility>

#include "lib/instant.h"
#include "svctl/client/service_names.h"
#include "svctl/client/supervise_client.h"
#include "svctl/exit_codes.h"

namespace foster {

// Returns the time for poll(2), rounded up.
int to_poll_timeout(nanoseconds time);

// Prints the text for one service on standard error.
void complain_of(const service_name& who, const std::string& text);

// The text if a command is for living processes and there are none.
constexpr const char* nobody_lives =
    "no process of the service is alive (start it with svctl up)";

// The advice after a text, if no supervise runs.
constexpr const char* scan_tells = " (find out with svctl scan whether svscan runs)";

// Returns the text for a service that is not supervised.
std::string unsupervised_in_words(const service_name& who);

// Calls `deed` with the supervise of that service, and returns its exit code.  Prints
// an error if that fails.  `deed` returns exit_unsupervised if supervise no longer
// reads.
template<class Deed>
int with_supervised(const service_name& who, const Deed& deed)
try {
    auto there = supervise_client::find(who.path);
    const int code = there ? deed(*std::move(there)) : exit_unsupervised;
    if (code == exit_unsupervised) complain_of(who, unsupervised_in_words(who));
    return code;
} catch (const std::exception& e) {
    complain_of(who, e.what());
    return exit_trouble;
}

// Returns whether a svscan runs for the scan directory of the service.  With `hasten`,
// svscan is asked to restart at once a supervise that exited on request.  A user
// without permission to ask waits instead.
bool scanner_runs(const service_name& who, bool hasten = false);

} // namespace foster
