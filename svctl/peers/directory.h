// A service directory as the tools of the peers use it: they enter it, and report
// errno.
#pragma once

#include <string>
#include <string_view>

#include "kernel/linux/fd.h"

namespace foster {

// The directory where the program was started, for coming back.
class start_directory {
  public:
    start_directory(); // throws
    void back() const; // throws

  private:
    fd here_;
};

// Each returns errno, or 0.  ENXIO means that the service is not supervised.
int enter(const std::string& path) noexcept;
int ask_ok() noexcept;
int write_control(std::string_view letters) noexcept;

struct status_bytes {
    std::string bytes{}; // at most 40
    int error = 0;
};
status_bytes read_status_file();

// Returns 1 if there is no file `down`, so the service is normally up; 0 if there is
// one; -1 with errno otherwise.
int normally_up() noexcept;

// Makes an empty file.  Returns EEXIST if there is any file, even a dangling link.
int make_file(const std::string& path) noexcept;

// The following functions write the whole text at once, because a script may wait for
// it.
void say(const std::string& text);       // on standard output
void say_error(const std::string& text); // on standard error

} // namespace foster
