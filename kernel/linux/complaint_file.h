// The file DIR/supervise/complaint (lib/last_complaint.h): one line of at most 1 kB.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kernel/linux/fd.h"
#include "lib/last_complaint.h"

namespace foster {

// Opens the file in `supervise` for reading and writing, and makes it if it is missing.
// Returns no file if it cannot be used.  Then errno has the reason; EINVAL: it is no
// regular file of ours.
fd open_complaint(int supervise) noexcept;

// Writes the complaint into the open file.  Returns whether the log needs it, too: the
// same one may have been there a moment ago (lib/repeat_pace.h).  Refusals are ignored,
// since the log has the complaint.
bool put_complaint(const fd& file, complaint::kind what, std::string_view text) noexcept;

// Reads the file of a service whose `supervise` is at that path; nullopt if it cannot
// be read or understood.
std::optional<complaint> complaint_in(const std::string& supervise);

} // namespace foster
