// A text that is longer than a screen, and which part of it is shown.  Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace foster {

enum class key : unsigned char { none, quit, down, up, page_down, page_up, first, last };

// What the bytes of a terminal mean, the first that means anything; those are taken off.
key next_key(std::string_view& bytes);

class pager {
  public:
    // Moves; where the text does not reach, the next frame says.
    void press(key k);

    // A screen of `rows`: the title, then the heading of the text (its first line), which
    // stays, as much of the rest as fits, and the foot.  Every line but the last ends
    // with what erases the rest of the terminal's.
    std::string frame(std::string_view title, std::string_view text,
                      std::string_view foot, std::size_t rows);

  private:
    std::size_t top_ = 0;  // the first line that is shown, of those below the heading
    std::size_t page_ = 1; // lines of the last frame
    bool to_end_ = false;
};

} // namespace foster
