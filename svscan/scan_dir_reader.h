// The entries of the scan directory, and their changes (inotify(7)).
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kernel/linux/fd.h"
#include "lib/service_set.h"

namespace foster {

// Returns the directory of that name in the working directory; a link to a directory
// counts.  Returns nullopt for any other file, for a name that begins with a dot or has
// its only @ at the end, and if the system gives no answer.
std::optional<sighting> look_at(const std::string& name) noexcept;

// The entries of the scan directory.
struct scan_dir_reader {
    std::vector<sighting> there;
    std::set<std::string> links;  // also the dangling ones
    std::set<std::string> unsure; // names whose files could not be read
    int error = 0; // errno if the directory could not be read; the rest is empty then
};
scan_dir_reader sweep_all() noexcept;

// Returns whether that name is a link, and could be the name of a service.
bool is_link(const std::string& name) noexcept;

// Returns whether that name is no longer a directory.  After a passing error the answer
// is false.
bool has_gone(const std::string& name) noexcept;

// One inotify watch, on the working directory.
class watch {
  public:
    // Returns errno of the refusal, or 0.  Without a watch nothing is reported.
    int open() noexcept;
    int number() const { return file_.number(); }

    // Moves the watch to the present working directory.  Returns errno, or 0.
    int move() noexcept;
    bool sees() const { return watched_ >= 0; }

    struct changes {
        std::vector<std::string> names; // names that have changed
        bool lost = false;              // other names have changed too: read them all
        bool gone = false;              // the directory itself was removed or moved
    };
    changes take() noexcept;

  private:
    fd file_;
    int watched_ = -1;
};

} // namespace foster
