// The upgrade in place: the installed program replaces svscan in the same process.  The
// supervise processes remain its children, and the next program learns the service of
// each.  It finds the pipes to loggers in the processes that hold them, as after a
// svscan that was killed (svscan/foreign_supervises).
#pragma once

#include <sys/resource.h>

#include <span>
#include <vector>

#include "kernel/linux/fd.h"
#include "lib/scan_handoff.h"

namespace foster {

// The circumstances of svscan's start.
struct origin {
    char* const* argv = nullptr;
    fd directory{}; // the working directory then: DIR may be relative to it
    rlimit files{}; // the limit of open files
};

// Executes the installed program.  Returns only if that fails, with errno; nothing has
// changed then.
int go_on_as_installed(const origin& from, std::span<const kept> all) noexcept;

// Returns the supervise processes that the previous program in this process had.  Empty
// if there was none, or if an older or newer version wrote them in another form.  Call
// it once: it keeps the list from processes that svscan starts.
std::vector<kept> handed_on();

// The way back, until handed_on() is called.  If this program cannot begin, the process
// becomes the previous program again, or tries once more, a second later.  Its services
// are alive, and no other process would learn of their deaths.
class second_try {
  public:
    struct way { // descriptors; -1 if there is none
        int program = -1;
        int directory = -1; // where svscan was started
        int tries = 0;
    };

    second_try() noexcept;

    // Returns whether there was a previous program.
    bool can() const noexcept { return possible_; }
    // Returns whether to report the failure: whenever the number of tries has doubled.
    bool is_news() const noexcept;
    // Executes the other program.  Returns only if nothing can be executed.
    void go(char* const* argv) const noexcept;

  private:
    bool possible_;
    way way_;
};

} // namespace foster
