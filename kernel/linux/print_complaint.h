// Writes one line on standard error: PROGRAM SUBJECT: KIND: TEXT.  It has no timestamp:
// the log process adds one.  A line that would block is dropped.  Characters that a
// terminal would obey become ?.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "kernel/linux/fd.h"
#include "lib/last_complaint.h"

namespace foster {

// Returns the name of a service: the last part of its directory's path, but never `log`
// alone: "getty-1", "getty-1/log".
std::string name_of_service(std::string_view path);

class complainer {
  public:
    // `subject` is the name of the service or directory; empty: none.
    complainer(std::string_view program, std::string_view subject);

    // From now on also keeps each fatal error and warning in the file `complaint` of
    // the directory `supervise`, whose descriptor must stay open.
    void keep_in(int supervise) { supervise_ = supervise; }

    void fatal(std::string_view what, int error = 0) const noexcept;
    void warning(std::string_view what, int error = 0) const noexcept;
    // Writes a warning without keeping it: it reports a deed of supervise, and no
    // complaint.
    void remark(std::string_view what) const noexcept;
    void info(std::string_view what) const noexcept;

    // Keeps the first line in that file of open_complaint(), if it is open, and writes
    // all lines.  `seldom`: writes them only if they are due again (lib/repeat_pace.h).
    void fatal_in(const fd& file, complaint::kind what,
                  std::span<const std::string> lines, bool seldom) const noexcept;

  private:
    void keep(std::string_view what, int error) const noexcept;

    std::string prefix_;
    int supervise_ = -1;
};

} // namespace foster
