// Whose an orphan is, by evidence: what the files of a dead supervise name, and what was
// seen below an inherited process while that lived.  Which parent an orphan had cannot be
// asked any more once it is ours.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "lib/instant.h"
#include "lib/warden.h"

namespace foster {

class lineage {
  public:
    using post = warden::post;

    // A supervise that has died, and its directory, seen from the scan directory.
    struct bereft {
        post of;
        std::string directory;
    };

    // What is known of these.  Throws bad_alloc.
    std::vector<warden::claim> claims(std::span<const bereft> dead,
                                      std::span<const child> there) const;

    // Remembers what is below the processes whose service is certain, as far as there is
    // memory.
    void look(const warden& of) noexcept;

  private:
    struct seen {
        std::uint64_t start = 0;
        post of;
    };
    std::map<pid, seen> below_;
};

} // namespace foster
