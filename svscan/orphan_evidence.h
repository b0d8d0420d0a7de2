// Evidence of the service to which an orphan belongs: the files of a dead supervise,
// and the descendants of an inherited process that were seen while it lived.  Once an
// orphan is svscan's child, the kernel no longer shows its former parent.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "lib/instant.h"
#include "lib/orphan_owners.h"

namespace foster {

class orphan_evidence {
  public:
    using post = orphan_owners::post;

    // A supervise that has died, and its directory, relative to the scan directory.
    struct bereft {
        post of;
        std::string directory;
    };

    // Returns each process in `there` whose service is known.  Throws bad_alloc.
    std::vector<orphan_owners::claim> claims(std::span<const bereft> dead,
                                             std::span<const child> there) const;

    // Remembers the descendants of the processes whose service is certain, as far as
    // there is memory.
    void look(const orphan_owners& of) noexcept;

  private:
    struct seen {
        std::uint64_t start = 0;
        post of;
    };
    std::map<pid, seen> below_;
};

} // namespace foster
