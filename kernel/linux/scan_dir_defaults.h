// The defaults of a scan directory, for programs that svscan has given no path of them.
#pragma once

#include <string>

#include "kernel/linux/files.h"

namespace foster {

struct defaults {
    std::string path{}; // as shown in messages
    whole_file file{};  // ENOENT if there is none
    std::string
        // Why the file was not read: users other than root and our user may change it.
        exposed{};
};

// Reads .svscan/defaults.toml, if only root and our user may change the file and the
// two directories above it.
defaults read_defaults(const std::string& scan_dir);

// Does the same by the ruling of svscan.  svscan also trusts the owner of its
// directory, and refuses only files that all users may change.
defaults read_defaults_as_svscan(const std::string& scan_dir);

// Returns the word that names this file to a supervise, or the word for no file.
std::string word_of(const defaults& d);

} // namespace foster
