// A terminal that svctl uses for a while: its alternate screen, single keys, and
// signals from the terminal.
#pragma once

#include <poll.h>
#include <termios.h>

#include <array>
#include <csignal>
#include <cstddef>
#include <string>
#include <string_view>

#include "kernel/linux/fd.h"

namespace foster {

class terminal {
  public:
    // Takes over the terminal of standard input and output; throws if these are no
    // terminal.  From now on, text written to standard error is kept and not shown.
    terminal();
    // Restores the terminal, and prints the last complaint on standard error.
    ~terminal();
    terminal(const terminal&) = delete;
    terminal& operator=(const terminal&) = delete;

    struct size {
        std::size_t rows, columns;
    };
    size now() const;

    // Returns sources that are readable when there is a key or a signal.
    std::array<pollfd, 2> sources() const;
    // Returns the bytes of waiting keys.  If poll(2) has announced keys, an empty text
    // means that the terminal is gone.
    std::string keys() const;
    // Returns the request of the waiting signals.  A SIGTSTP has been obeyed when this
    // returns.
    enum class wish : unsigned char { nothing, redraw, leave };
    wish heard();

    // Shows the frame from the top left corner; unwritable parts are lost.
    void show(std::string_view frame) const;

    // Returns the last line for standard error since the last call; empty if there is
    // none.
    const std::string& complaint();

  private:
    void enter();
    void leave() const;
    void stop();

    termios before_{};
    sigset_t mask_before_{};
    fd signals_;
    fd errors_;    // receives standard error
    fd error_was_; // the former standard error
    std::string complaint_{};
};

} // namespace foster
