// Looks whether somebody who is not trusted may change what a supervise would execute,
// and says so, once.
#pragma once

#include <set>
#include <string>

#include "kernel/linux/complain.h"
#include "lib/trust.h"

namespace foster {

class suspicion {
  public:
    // Stands in the scan directory.  `all`: even everybody may change anything.
    suspicion(const complainer& complain, bool all);

    // False: everybody may change the scan directory.
    bool scan_directory_is_safe();

    // False: everybody may change what is executed for the service of that directory, and
    // that was said.  One that lives is only told of: to be left alone makes nobody
    // safer.
    bool may_start(const std::string& service, bool lives);

  private:
    bool may(const std::string& path, const char* refused, bool must = false);

    const complainer& complain_;
    bool all_;
    trust trust_;
    std::string whom_; // whose power it is
    std::set<std::string> said_;
};

} // namespace foster
