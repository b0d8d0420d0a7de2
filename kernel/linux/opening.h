// How files are opened where another user may have put something else: a link, a FIFO, a
// device, a terminal.  A file is looked at before it is opened.  Nothing is waited for,
// and no terminal becomes ours.
#pragma once

#include <fcntl.h>
#include <sys/types.h>

#include <cstdint>

#include "kernel/linux/fd.h"

namespace foster {

// An error where errno has no word: it is not a regular file.
constexpr int not_regular = -1;

struct regular_file {
    fd file{};
    int error = 0; // errno or not_regular; 0: it is open
    uid_t owner = 0;
    std::int64_t size = 0;
};

// Opens a regular file for reading: `path` as seen from the directory `at`.  Follows
// links, unless `flags` has O_NOFOLLOW.
regular_file open_regular(const char* path, int flags = 0, int at = AT_FDCWD) noexcept;

// Opens a file of that kind (S_IFREG, S_IFIFO) in a directory, by a name of ours, as
// those in supervise/ are: a device is never put under one.  Follows no link.  None:
// errno says why, EINVAL that it is something else.
fd open_kind(int at, const char* name, int flags, mode_t kind) noexcept;

} // namespace foster
