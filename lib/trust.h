// Who may change what is executed for a service, besides those who are trusted with it.
#pragma once

#include "lib/reach.h"

namespace foster {

// Root is, and whoever these are: the one who runs svscan, the owner of its directory.
struct trust {
    unsigned user = 0;
    unsigned keeper = 0;
    unsigned group = 0; // of the one who runs svscan; and root's
};

enum class stranger : unsigned char { none, owner, group, everybody };

// The most that may change the file or the directory.  The sticky bit is no help: a new
// service.toml is as good as another run.
stranger who_may_change(const door& it, const trust& by);

} // namespace foster
