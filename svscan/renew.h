// svscan goes on as the program that is installed now, in the same process.  Its
// supervises stay its children, and the next program is told whose each is; the pipes to
// loggers it finds where they are held, as after a svscan that was killed
// (svscan/foreign).
#pragma once

#include <sys/resource.h>

#include <span>
#include <vector>

#include "kernel/linux/fd.h"
#include "lib/kept.h"

namespace foster {

// What it was started with.
struct origin {
    char* const* argv = nullptr;
    fd directory{}; // where we stood then: DIR may be a path from there
    rlimit files{}; // the limit of open files
};

// Does not return but with the errno of a refusal: then nothing has changed.
int go_on_as_installed(const origin& from, std::span<const kept> all) noexcept;

// Whom the program before this one in the same process had; none: there was none, or it
// told in another way, as an older or a newer version may.  Once: whom we start does not
// inherit it.
std::vector<kept> handed_on();

// Until then, and where this process may not begin: it becomes the program before it
// again, or tries once more, a second later.  Its services live, and nobody else hears of
// their deaths.
class second_try {
  public:
    struct way { // of descriptors; -1: none
        int program = -1;
        int directory = -1; // where svscan was started
        int tries = 0;
    };

    second_try() noexcept;

    // Whether there was a program before this one.
    bool can() const noexcept { return possible_; }
    // Whether it is to be said that it failed: at each doubling.
    bool is_news() const noexcept;
    // Does not return but where nothing can be executed.
    void go(char* const* argv) const noexcept;

  private:
    bool possible_;
    way way_;
};

} // namespace foster
