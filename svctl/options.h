// The command line of svctl.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "lib/instant.h"
#include "svctl/request.h"

namespace foster {

struct svctl_options {
    std::string help{}; // not empty: print this and be done
    request what = request::status;
    std::vector<std::string> names{}; // as given
    std::string scan_dir{};
    nanoseconds timeout = 30s;
    bool wait = true;
    bool json = false;
};

// The command line is wrong: what() says what, and where to read more.
struct usage_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Throws usage_error.
svctl_options read_svctl_options(int argc, char** argv);

} // namespace foster
