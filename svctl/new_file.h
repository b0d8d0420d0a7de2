// Files that svctl makes, perhaps as root in a directory that others may write to: no
// link is followed, and no name can be guessed before the file is whole.
#pragma once

#include <string>

namespace foster {

// Returns a name for a file that is not whole yet.  It begins with a dot, so that svscan
// and collectors pass it over.  Throws.
std::string draft_name();

// Writes `text` into `file`, which appears whole by a rename.  An existing `file` must be
// a regular file.  Throws.
void write_by_rename(const std::string& file, const std::string& text);

} // namespace foster
