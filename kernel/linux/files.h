// Files of a service directory, as those find them who do not supervise it.
#pragma once

#include <string>

#include "kernel/linux/fd.h"

namespace foster {

// All that can be read from there; `error`, an errno, says why it is not all.
struct whole_file {
    std::string text{};
    int error = 0;
};
whole_file read_whole(const fd& file);
whole_file read_whole(const std::string& path);

// The same of a file that a supervise publishes.  Not read are a link, a FIFO, what is
// larger than any of theirs, and what belongs to another than root and ourselves.
whole_file read_published(const std::string& path);

// Somebody holds the reading end of `ok`: it is supervised.
bool supervised_at(const std::string& directory);

// The pid file of a supervise that ended by itself is empty.
bool left_something_at(const std::string& directory);

} // namespace foster
