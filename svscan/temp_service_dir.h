// A temporary service directory for a command without one.  It is private, lies in the
// first writable place, and is removed in the end.
#pragma once

#include <string>

namespace foster {

class made_directory {
  public:
    made_directory() = default; // no directory

    // Makes BASE/svscan.XXXXXX/command.  If `base` is empty, BASE is $XDG_RUNTIME_DIR,
    // /run, /tmp or /dev/shm.  Throws.
    explicit made_directory(const std::string& base);
    ~made_directory();

    made_directory(const made_directory&) = delete;
    made_directory& operator=(const made_directory&) = delete;

    const std::string& parent() const { return parent_; }
    std::string service() const { return parent_ + "/command"; }

  private:
    std::string parent_;
};

} // namespace foster
