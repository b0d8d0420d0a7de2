// A temporary service directory for a command without one.  It is private, lies in the
// first writable place, and is removed in the end.
#pragma once

#include <string>

namespace foster {

class temp_service_dir {
  public:
    temp_service_dir() = default; // no directory

    // Makes BASE/svscan.XXXXXX/command.  If `base` is empty, BASE is $XDG_RUNTIME_DIR,
    // /run, /tmp or /dev/shm.  Throws.
    explicit temp_service_dir(const std::string& base);
    ~temp_service_dir();

    temp_service_dir(const temp_service_dir&) = delete;
    temp_service_dir& operator=(const temp_service_dir&) = delete;

    const std::string& parent() const { return parent_; }
    std::string service() const { return parent_ + "/command"; }

  private:
    std::string parent_;
};

} // namespace foster
