// Opens files where another user may have put a link, a FIFO, a device or a terminal.
// Looks at a file before it is opened, never waits, and never gets a controlling
// terminal.
#pragma once

#include <fcntl.h>
#include <sys/types.h>

#include <cstdint>

#include "kernel/linux/fd.h"

namespace foster {

// An error without an errno: the file is not regular.
constexpr int not_regular = -1;

struct regular_file {
    fd file{};
    int error = 0; // errno or not_regular; 0: no error
    uid_t owner = 0;
    std::int64_t size = 0;
};

// Opens a regular file for reading; `path` is relative to the directory `at`.  Follows
// links, unless `flags` has O_NOFOLLOW.
regular_file open_regular(const char* path, int flags = 0, int at = AT_FDCWD) noexcept;

// Opens a file of that kind (S_IFREG, S_IFIFO) in a directory as supervise/, by one of
// our own names, under which there is never a device.  Follows no link.  Returns no
// file on an error, with its reason in errno; EINVAL: it is of another kind.
fd open_kind(int at, const char* name, int flags, mode_t kind) noexcept;

} // namespace foster
