// One line on standard error for whoever has to act: PROGRAM SUBJECT: KIND: TEXT.
// No timestamps: the log process adds them.  A line that would block is dropped.  What a
// terminal would obey is shown as ?.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "kernel/linux/fd.h"
#include "lib/complaint.h"

namespace foster {

// What a service is called: the last part of its directory's path, but never `log` alone:
// "getty-1", "getty-1/log".
std::string name_of_service(std::string_view path);

class complainer {
  public:
    // `subject` is the service's or the directory's name; empty: none.
    complainer(std::string_view program, std::string_view subject);

    // From here on each fatal error and warning is also kept in the file `complaint` of
    // the directory `supervise`, whose descriptor must stay open.
    void keep_in(int supervise) { supervise_ = supervise; }

    void fatal(std::string_view what, int error = 0) const noexcept;
    void warning(std::string_view what, int error = 0) const noexcept;
    // A warning that is not kept: of something that supervise has done, no complaint.
    void remark(std::string_view what) const noexcept;
    void info(std::string_view what) const noexcept;

    // Keeps the first line in that file, opened by open_complaint() or none, and writes
    // all of them.  `seldom`: only if they are due again (lib/recurrence.h).
    void fatal_in(const fd& file, complaint::kind what,
                  std::span<const std::string> lines, bool seldom) const noexcept;

  private:
    void keep(std::string_view what, int error) const noexcept;

    std::string prefix_;
    int supervise_ = -1;
};

} // namespace foster
