// What is in the scan directory, and what changes there (inotify(7)).
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kernel/linux/fd.h"
#include "lib/roster.h"

namespace foster {

// The directory of that name, or a link to one; nullopt for anything else, for names that
// begin with a dot or end with their only @, and if the system cannot tell.  In the
// working directory.
std::optional<sighting> look_at(const std::string& name) noexcept;

// The entries of the scan directory.
struct sweep {
    std::vector<sighting> there;
    std::set<std::string> links;  // also those that lead to nothing
    std::set<std::string> unsure; // names that could not be looked at
    int error = 0; // errno if the directory could not be read: all is empty
};
sweep sweep_all() noexcept;

// Whether that name is a link, and could be that of a service.
bool is_link(const std::string& name) noexcept;

// Whether that name is no directory any more.  An error that will pass tells nothing.
bool has_gone(const std::string& name) noexcept;

// One watch, on the working directory.
class watch {
  public:
    // errno of the refusal, or 0.  Without a watch nothing is ever reported.
    int open() noexcept;
    int number() const { return file_.number(); }

    // Watches what is the working directory by now, and nothing else.  errno, or 0.
    int move() noexcept;
    bool sees() const { return watched_ >= 0; }

    struct changes {
        std::vector<std::string> names; // something has happened to these
        bool lost = false;              // and to others: sweep
        bool gone = false;              // the directory itself has been removed or moved
    };
    changes take() noexcept;

  private:
    fd file_;
    int watched_ = -1;
};

} // namespace foster
