// Puts a name before each line of a text that comes in pieces.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace foster {

class line_prefix {
  public:
    // The most text of one line.  A longer line becomes several.
    static constexpr std::size_t most_text = 16384;

    explicit line_prefix(std::string_view name)
        : prefix_(std::string{name} + ": "), own_("supervise " + prefix_)
    {
    }

    // Returns whether a line has begun and not ended.
    bool begun() const { return !line_.empty(); }

    // Calls write(line) for each complete line, with its newline.
    template<class Write>
    void take(std::string_view piece, Write write)
    {
        while (!piece.empty()) {
            const auto end = piece.find('\n');
            const auto room = most_text - line_.size();
            const auto some = piece.substr(0, std::min(end, room));
            line_ += some;
            piece.remove_prefix(some.size());
            if (end == some.size()) {
                piece.remove_prefix(1);
                put(write);
            } else if (line_.size() == most_text) {
                put(write);
            }
        }
    }

    // Ends the line that has begun.
    template<class Write>
    void end(Write write)
    {
        if (begun()) put(write);
    }

  private:
    // Lines of the service's supervise already begin with the name.
    template<class Write>
    void put(Write write)
    {
        line_ += '\n';
        if (!line_.starts_with(own_)) line_.insert(0, prefix_);
        write(std::string_view{line_});
        line_.clear();
    }

    std::string prefix_;
    std::string own_;
    std::string line_;
};

} // namespace foster
