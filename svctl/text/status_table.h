// The table of svctl status, for people.  Pure text.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "svctl/text/service_view.h"

namespace foster {

struct layout {
    std::size_t width = 0;  // of the terminal; 0 if unlimited
    bool colours = false;   // uses escape sequences of ECMA-48
    bool processes = false; // with columns that need a look at each process
};

// Keeps only the words of the services it shows.
class table {
  public:
    table(stamp now, const layout& as);

    void add(const service_view& v);

    // Returns the table with its heading.  If it is too wide, columns are left out
    // first, then texts are cut.
    std::string text() const;

  private:
    struct line {
        std::string cells;       // each ends with a null byte
        std::string_view colour; // of the state
        std::string says;
    };

    stamp now_;
    layout as_;
    std::vector<line> lines_; // the first line is the heading
    std::vector<std::size_t> widths_;
};

// Returns the table of a list of services.
std::string table_of(std::span<const service_view> services, stamp now, const layout& as);

// Returns "12 services: 10 up, 1 down, 1 not supervised".
std::string summary_of(std::span<const service_view> services);

// Returns the state in words, in a colour that shows whether it is good.
std::string coloured_state(const service_view& v, stamp now, bool colours);

} // namespace foster
