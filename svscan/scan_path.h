// The path of the scan directory, relative to the directory where svscan was started.
// A path that contains a link may lead elsewhere later; runit's runsvchdir(8) uses
// this.
#pragma once

#include <string>

#include "kernel/linux/fd.h"

namespace foster {

class scan_path {
  public:
    // Both outlive this object.  The path is empty if there is no scan directory.
    scan_path(const fd& from, const std::string& path) : from_(from), path_(path) {}

    const std::string& text() const { return path_; }

    // Returns whether one of the components is a link.
    bool has_link() const;

    // Returns the directory to which the path leads, unless it is the working
    // directory.
    fd elsewhere() const;

  private:
    const fd& from_;
    const std::string& path_;
};

} // namespace foster
