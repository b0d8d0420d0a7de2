// The line that says what is waited for, from the second second on, on a terminal only.
#pragma once

#include <string>

#include "lib/instant.h"

namespace foster {

class progress {
  public:
    progress(); // of standard error, and from now on

    // When to show it again; where nobody would see it, never.
    nanoseconds next() const;

    // Shows the text and how long it has been, in one line.
    void show(const std::string& text);

    // Takes it away before anything else is said.
    void clear();

  private:
    instant begun_;
    std::size_t width_ = 0; // of the terminal; 0: it is none
    bool shown_ = false;
};

} // namespace foster
