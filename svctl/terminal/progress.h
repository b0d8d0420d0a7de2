// The line that shows for what svctl waits, after the first second, only on a terminal.
#pragma once

#include <string>

#include "lib/instant.h"

namespace foster {

class progress {
  public:
    progress(); // on standard error; the time begins now

    // Returns when to show the line again; never if there is no terminal.
    nanoseconds next() const;

    // Shows the text and the time since the beginning, in one line.
    void show(const std::string& text);

    // Erases the line before anything else is printed.
    void clear();

  private:
    instant begun_;
    std::size_t width_ = 0; // of the terminal; 0 if there is none
    bool shown_ = false;
};

} // namespace foster
