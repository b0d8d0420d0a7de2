// Shows a part of a text that is longer than the screen.  Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace foster {

enum class pager_key : unsigned char {
    none,
    quit,
    down,
    up,
    page_down,
    page_up,
    first,
    last
};

// Returns the first key in the bytes of a terminal, and removes its bytes and those
// before.
pager_key next_key(std::string_view& bytes);

class pager {
  public:
    // Moves the view.  The next frame() limits the move to the text.
    void press(pager_key k);

    // Returns a screen of `rows` lines: the title, the heading, which is the first line
    // of the text and does not scroll, as much of the rest as fits, and the foot.  Each
    // line but the last ends with a sequence that erases the rest of the terminal's
    // line.
    std::string frame(std::string_view title, std::string_view text,
                      std::string_view foot, std::size_t rows);

  private:
    std::size_t top_ = 0;  // first visible line below the heading
    std::size_t page_ = 1; // number of lines in the last frame
    bool to_end_ = false;
};

} // namespace foster
