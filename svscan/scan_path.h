// The path of the scan directory, as seen from where svscan was started.  A path that
// leads through a link may lead elsewhere later, as runsvchdir(8) of runit makes it.
#pragma once

#include <string>

#include "kernel/linux/fd.h"

namespace foster {

class scan_path {
  public:
    // Both outlive it.  Empty: there is none.
    scan_path(const fd& from, const std::string& path) : from_(from), path_(path) {}

    const std::string& text() const { return path_; }

    // Whether one of its components is a link.
    bool has_link() const;

    // The directory to which it leads, if that is not the working directory.
    fd elsewhere() const;

  private:
    const fd& from_;
    const std::string& path_;
};

} // namespace foster
