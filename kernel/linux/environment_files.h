// The files that environment-files names, for programs that check who may change them.
// They are not opened here.
#pragma once

#include <string>
#include <vector>

#include "lib/client_access.h"
#include "lib/exec_settings.h"
#include "lib/file_access.h"

namespace foster {

struct environment_file {
    std::string path; // relative to our directory
    door is;
};

// Returns each existing file, a directory before its files, as the user of the service
// finds them.  `directory` is that of the service.
std::vector<environment_file> environment_files_in(const outfit& all,
                                                   const std::string& directory);

// Returns the trusted users of these files: the user and group of the service replace
// ours.
trust trusted_with_environment(const outfit& all, const trust& by);

} // namespace foster
