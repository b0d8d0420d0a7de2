// What is in the scan directory, and what changes there (inotify(7)).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kernel/linux/fd.h"
#include "lib/roster.h"

namespace foster {

// The directory of that name, or a link to one; nothing for anything else, and for names
// that begin with a dot or end with their only @.  In the working directory.
std::optional<sighting> look_at(const std::string& name) noexcept;

// All of them.  errno, and nothing in `into`, if the directory cannot be read.
int sweep(std::vector<sighting>& into) noexcept;

// One watch, on the working directory.
class watch {
  public:
    // errno of the refusal, or 0.  Without a watch nothing is ever reported.
    int open() noexcept;
    int number() const { return file_.number(); }

    struct changes {
        std::vector<std::string> names; // something has happened to these
        bool lost = false;              // and to others: sweep
        bool gone = false;              // the directory itself has been removed or moved
    };
    changes take() noexcept;

  private:
    fd file_;
};

} // namespace foster
