// Files of a service directory, as those find them who do not supervise it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "kernel/linux/opening.h"

namespace foster {

// All that can be read from there; `error`, an errno or `special`, says why it is not
// all.
struct whole_file {
    static constexpr int special = not_regular;

    std::string text{};
    int error = 0;

    // The words for `error`.
    std::string reason() const;
};
// A state of a hundred thousand processes is smaller.
constexpr std::size_t most_read = std::size_t{16} * 1024 * 1024;
whole_file read_whole(const fd& file, std::size_t most = most_read);
whole_file read_whole(const regular_file& file, std::size_t most = most_read);

// Reads a regular file of at most 16 MB.  Never waits for a FIFO, and opens no device.
whole_file read_whole(const std::string& path);

// The same of a file that a supervise publishes.  Not read are a link, a FIFO, what is
// larger than any of theirs, and what belongs to another than root and ourselves.
whole_file read_published(const std::string& path);

// The names in a directory, read at once: to look for seven files that are not there
// takes a starting supervise as long as all its signals.  Does not allocate.
class names_in {
  public:
    explicit names_in(const std::string& directory) noexcept;

    // False: there was none.  True also if the listing was refused, or is a long one.
    bool may_have(std::string_view name) const noexcept;

  private:
    char entries_[1024]; // of getdents64(2)
    std::size_t length_ = 0;
    bool whole_ = false;
};

// Somebody holds the reading end of `ok`: it is supervised.
bool supervised_at(const std::string& directory);

// Whether a supervise there has not ended on request: it runs, or was killed.
bool left_something_at(const std::string& directory);

} // namespace foster
