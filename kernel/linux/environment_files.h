// The files that environment-files names, for programs that look who may change them.
// They are not opened here.
#pragma once

#include <string>
#include <vector>

#include "lib/outfit.h"
#include "lib/reach.h"
#include "lib/trust.h"

namespace foster {

struct environment_file {
    std::string path; // as seen from here
    door is;
};

// Returns each that is there, a directory before its files, as the service's user finds
// them.  `directory` is the service's.
std::vector<environment_file> environment_files_in(const outfit& all,
                                                   const std::string& directory);

// Returns who is trusted with them: the user and the group that the service runs as take
// the place of ours.
trust trusted_with_environment(const outfit& all, const trust& by);

} // namespace foster
