// Creates files, perhaps as root in a directory where other users may write.  svctl
// follows no link, and no user can guess a file's name before the file is complete.
#pragma once

#include <string>

namespace foster {

// Returns a name for an incomplete file.  The name begins with a dot, so that svscan
// and collectors ignore the file.  Throws.
std::string draft_name();

// Writes `text` to a draft and renames it to `file`, so that the file appears complete.
// An existing `file` must be a regular file.  Throws.
void write_by_rename(const std::string& file, const std::string& text);

} // namespace foster
