// A service directory of our own making, for a command that was given none: private, in
// the first place that can be written to, and removed in the end.
#pragma once

#include <string>

namespace foster {

class made_directory {
  public:
    made_directory() = default; // none

    // BASE/svscan.XXXXXX/command; an empty base: $XDG_RUNTIME_DIR, /run, /tmp or
    // /dev/shm.  Throws.
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
