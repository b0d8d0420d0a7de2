// The table of svctl status, for eyes.  Pure text.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "svctl/view.h"

namespace foster {

struct layout {
    std::size_t width = 0;  // of the terminal; 0: as wide as it is
    bool colours = false;   // by ECMA-48's escape sequences
    bool processes = false; // also what needs a look at each process
};

// Of what it is shown it keeps the words alone.
class table {
  public:
    table(stamp now, const layout& as);

    void add(const service_view& v);

    // With its heading.  What is too wide loses whole columns first, then the ends of
    // texts.
    std::string text() const;

  private:
    struct line {
        std::string cells;       // each with a null behind it
        std::string_view colour; // of its state
        std::string says;
    };

    stamp now_;
    layout as_;
    std::vector<line> lines_; // the first is the heading
    std::vector<std::size_t> widths_;
};

// The same of those that are known already.
std::string table_of(std::span<const service_view> services, stamp now, const layout& as);

// "12 services: 10 up, 1 down, 1 not supervised"
std::string summary_of(std::span<const service_view> services);

// The state in words, in the colour of what it means.
std::string coloured_state(const service_view& v, stamp now, bool colours);

} // namespace foster
