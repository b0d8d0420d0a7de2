// Who may command a service, and who may read what its supervise publishes: told from the
// owners and modes of supervise/ and of the files in it.  Root may always.
#pragma once

#include <optional>
#include <utility>
#include <vector>

namespace foster {

// What stat(2) says of one file: all zero if there is none.
struct door {
    unsigned user = 0;
    unsigned group = 0;
    unsigned mode = 0;    // the nine bits
    bool special = false; // a device, a FIFO or a socket

    friend bool operator==(const door&, const door&) = default;
};

// The directory, and what clients open in it.
struct doors {
    door dir;     // to be searched
    door ok;      // to be written, by whoever asks whether somebody supervises
    door control; // to be written, by whoever commands
    door state;   // to be read

    friend bool operator==(const doors&, const doors&) = default;
};

// Besides root.  Where everybody may, nobody is named.
struct admitted {
    bool everybody = false;
    std::vector<unsigned> users{};
    std::vector<unsigned> groups{};
    std::optional<std::pair<unsigned, unsigned>> in_both{}; // who is in both of these

    friend bool operator==(const admitted&, const admitted&) = default;
};

admitted who_may_command(const doors& all);
admitted who_may_read(const doors& all);

} // namespace foster
