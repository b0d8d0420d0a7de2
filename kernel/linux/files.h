// Reads files of a service directory, in programs that do not supervise it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "kernel/linux/safe_open.h"

namespace foster {

// The readable content of a file.  `error`, an errno or `special`, tells why it is not
// all.
struct whole_file {
    static constexpr int special = not_regular;

    std::string text{};
    int error = 0;

    // Returns `error` in words.
    std::string reason() const;
};
// A state of a hundred thousand processes is smaller.
constexpr std::size_t most_read = std::size_t{16} * 1024 * 1024;
whole_file read_whole(const fd& file, std::size_t most = most_read);
whole_file read_whole(const regular_file& file, std::size_t most = most_read);

// Reads a regular file of at most 16 MB.  Never waits for a FIFO, and opens no device.
whole_file read_whole(const std::string& path);

// Does the same for a file that supervise publishes.  Refuses a link, a FIFO, a file
// larger than any that supervise writes, and a file of a user other than root and us.
whole_file read_published(const std::string& path);

// The names in a directory, read at once.  A starting supervise would need as long to
// look for seven missing files as for all its signals.  Does not allocate.
class names_in {
  public:
    explicit names_in(const std::string& directory) noexcept;

    // Returns false if the name was missing.  Returns true also if the listing was
    // refused, or is long.
    bool may_have(std::string_view name) const noexcept;

  private:
    char entries_[1024]; // of getdents64(2)
    std::size_t length_ = 0;
    bool whole_ = false;
};

// Returns whether a process holds the reading end of `ok`, and so supervises the
// directory.
bool supervised_at(const std::string& directory);

// Returns whether a supervise there has not ended on request: it runs, or was killed.
bool left_something_at(const std::string& directory);

} // namespace foster
