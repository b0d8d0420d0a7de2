// Looks whether others than the trusted may change what svscan or a supervise would
// execute or obey (lib/trust), and says so, once.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "kernel/linux/complain.h"
#include "lib/roster.h"
#include "lib/trust.h"

namespace foster {

class suspicion {
  public:
    // Stands in the scan directory.  `all`: even what everybody may change is used.
    suspicion(const complainer& complain, bool all);

    bool trusts_everybody() const { return all_; }

    // Whether services may be started here at all; that they may not is said.
    bool scan_directory_is_safe();

    // The same of another directory, which is the working directory now: it is ours if
    // so.
    bool may_move_here();

    // Whether a supervise may be started for that directory; that it may not is said. One
    // that lives is only told of: to be left alone makes nobody safer.
    bool may_start(const std::string& service, bool lives);

    // Whether the defaults of the scan directory may be obeyed.
    bool may_obey_defaults();

    // Whether that hook may be executed.
    bool may_run(const char* hook);

    // Keeps nothing about services that the roster does not know any more.
    void forget_others(const roster& known);

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
