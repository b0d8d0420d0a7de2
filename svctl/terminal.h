// A terminal that is ours for a while: its other screen, its keys as they are pressed,
// and the signals that it sends us.
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
    // Standard input and output; throws where these are no terminal.  What is written to
    // standard error from now on is kept, and not shown.
    terminal();
    // All as it was; the last complaint is written to standard error.
    ~terminal();
    terminal(const terminal&) = delete;
    terminal& operator=(const terminal&) = delete;

    struct size {
        std::size_t rows, columns;
    };
    size now() const;

    // Readable when there is a key, or a signal.
    std::array<pollfd, 2> sources() const;
    // The bytes of keys that wait.  Empty, when there were said to be some: it is gone.
    std::string keys() const;
    // What the signals that wait ask for.  SIGTSTP has been obeyed when this returns.
    enum class wish : unsigned char { nothing, redraw, leave };
    wish heard();

    // From the corner on; what cannot be written is lost.
    void show(std::string_view frame) const;

    // The last line that standard error was to show since the last call; empty: none was.
    const std::string& complaint();

  private:
    void enter();
    void leave() const;
    void stop();

    termios before_{};
    sigset_t mask_before_{};
    fd signals_;
    fd errors_;    // where standard error goes meanwhile
    fd error_was_; // and where it went
    std::string complaint_{};
};

} // namespace foster
