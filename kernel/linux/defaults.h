// The defaults of a scan directory, for programs that no svscan has told where they are.
#pragma once

#include <string>

#include "kernel/linux/files.h"

namespace foster {

struct defaults {
    std::string path{}; // as messages name it
    whole_file file{};  // ENOENT if there is none
    std::string
        exposed{}; // why it is not read: others than root and our user may change it
};

// Reads .svscan/defaults.toml, if only root and our user may change the file and both
// directories that hold it.
defaults read_defaults(const std::string& scan_dir);

// The same by svscan's ruling, which trusts the owner of its directory, too, and refuses
// only what everybody may change.
defaults read_defaults_as_svscan(const std::string& scan_dir);

// The word that names this file to a supervise; the one for none if there is none.
std::string word_of(const defaults& d);

} // namespace foster
