// One line on standard error for whoever has to act: PROGRAM SUBJECT: KIND: TEXT.
// No timestamps: the log process adds them.  A line that would block is dropped.  What a
// terminal would obey is shown as ?.
#pragma once

#include <string>
#include <string_view>

namespace foster {

// What a service is called: the last part of its directory's path, but never `log` alone:
// "getty-1", "getty-1/log".
std::string name_of_service(std::string_view path);

class complainer {
  public:
    // `subject` is the service's or the directory's name; empty: none.
    complainer(std::string_view program, std::string_view subject);

    void fatal(std::string_view what, int error = 0) const noexcept;
    void warning(std::string_view what, int error = 0) const noexcept;
    void info(std::string_view what) const noexcept;

  private:
    std::string prefix_;
};

} // namespace foster
