// Finds the users that may command a service, and those that may read its state, from
// the owners and modes of supervise/ and its files.  Root may always do both.
#pragma once

#include <optional>
#include <utility>
#include <vector>

namespace foster {

// The facts of one file from stat(2).  All are zero if the file does not exist.
struct door {
    unsigned user = 0;
    unsigned group = 0;
    unsigned mode = 0;    // the nine permission bits
    bool special = false; // a device, a FIFO or a socket

    friend bool operator==(const door&, const door&) = default;
};

// The directory supervise/, and the files that clients open in it.
struct doors {
    door dir;     // clients must search it
    door ok;      // clients write it to find a running supervise
    door control; // clients write commands into it
    door state;   // clients read it

    friend bool operator==(const doors&, const doors&) = default;
};

// The admitted users besides root.  If `everybody` is set, none is named.
struct admitted {
    bool everybody = false;
    std::vector<unsigned> users{};
    std::vector<unsigned> groups{};
    std::optional<std::pair<unsigned, unsigned>> in_both{}; // the users in both groups

    friend bool operator==(const admitted&, const admitted&) = default;
};

admitted who_may_command(const doors& all);
admitted who_may_read(const doors& all);

} // namespace foster
