// Checks whether users who are not trusted may change a file that svscan or supervise
// would execute or obey (lib/file_access), and warns once.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "kernel/linux/print_complaint.h"
#include "lib/file_access.h"
#include "lib/service_set.h"

namespace foster {

class safety_check {
  public:
    // The working directory is the scan directory.  With `all`, svscan also uses files
    // that every user may change.
    safety_check(const complainer& complain, bool all);

    bool trusts_everybody() const { return all_; }

    // Returns whether any service may be started here.  Warns if not.
    bool scan_directory_is_safe();

    // The same for another scan directory, which is the working directory now.  If it
    // is safe, its owner is trusted from now on.
    bool may_move_here();

    // Returns whether a supervise may be started in that directory.  Warns if not.  For
    // a service that lives, it only warns: to leave the service without a supervise
    // makes nobody safer.
    bool may_start(const std::string& service, bool lives);

    // Returns whether the defaults of the scan directory may be obeyed.
    bool may_obey_defaults();

    // Returns whether that hook may be executed.
    bool may_run(const char* hook);

    // Forgets services that the service set has forgotten.
    void forget_others(const service_set& known);

  private:
    bool may_use(const char* file, const char* refused);
    bool may(const relied_on& file, const std::string& in, const char* refused,
             bool must = false);

    const complainer& complain_;
    bool all_;
    trust trust_;
    std::set<std::string> said_;
};

} // namespace foster
