// A service directory as the peers' tools see it: they stand in it, and tell by errno.
#pragma once

#include <string>
#include <string_view>

#include "kernel/linux/fd.h"

namespace foster {

// Where we were started, to come back to.
class origin {
  public:
    origin();          // throws
    void back() const; // throws

  private:
    fd here_;
};

// Each returns an errno, or 0.  ENXIO: nobody supervises.
int enter(const std::string& path) noexcept;
int ask_ok() noexcept;
int write_control(std::string_view letters) noexcept;

struct status_bytes {
    std::string bytes{}; // at most 40
    int error = 0;
};
status_bytes read_status_file();

// 1: there is none, so the service is normally up; 0: there is; -1: errno says why not.
int normally_up() noexcept;

// Makes an empty file.  What is there already, be it a link to nothing, is EEXIST.
int make_file(const std::string& path) noexcept;

// All at once, and now: a script may wait for it.
void say(const std::string& text);       // on standard output
void say_error(const std::string& text); // on standard error

} // namespace foster
