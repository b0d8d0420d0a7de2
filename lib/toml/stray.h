// Where a text cannot be TOML, found before toml++ sees it: 3.3's own test for blanks
// that are not ASCII runs into undefined behaviour by most letters that are not
// (t/fuzz/state).
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace foster {

constexpr std::string_view stray_character =
    "a character that is not ASCII must stand in a string or a comment";

namespace stray {

// Goes over a text, and keeps to what TOML calls strings and comments.
class walk {
  public:
    explicit walk(std::string_view text) : text_(text)
    {
        if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3); // byte order mark
    }

    // The line of the first such character; 0: there is none.
    std::size_t line_of_first()
    {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (foreign(c)) return line_;
            if (c == '#')
                at_ = std::min(text_.find('\n', at_), text_.size());
            else if (!begins_string())
                step();
            else if (!(text_.substr(at_, 3) == std::string_view{three(c)}
                           ? over_long(c)
                           : over_short(c)))
                return line_;
        }
        return 0;
    }

  private:
    static bool foreign(char c) { return (static_cast<unsigned char>(c) & 0x80) != 0; }
    static const char* three(char quote) { return quote == '"' ? "\"\"\"" : "'''"; }

    // Within a word a quotation mark begins nothing but an error, which toml++ finds only
    // at the word's end.
    bool begins_string() const
    {
        constexpr std::string_view before = " \t\r\n=,[{.";
        return (text_[at_] == '"' || text_[at_] == '\'') &&
               (at_ == 0 || before.find(text_[at_ - 1]) != before.npos);
    }

    void step()
    {
        if (text_[at_++] == '\n') ++line_;
    }

    bool over_short(char quote)
    {
        for (++at_; at_ < text_.size() && text_[at_] != '\n'; ++at_) {
            if (text_[at_] == quote) {
                ++at_;
                break;
            }
            if (quote == '"' && text_[at_] == '\\' && at_ + 1 < text_.size() &&
                text_[at_ + 1] != '\n')
                ++at_;
        }
        return true;
    }

    bool over_long(char quote)
    {
        for (at_ += 3; at_ < text_.size();) {
            if (text_.substr(at_, 3) == std::string_view{three(quote)}) {
                // Two more belong to what it holds.
                for (int i = 0; i < 5 && at_ < text_.size() && text_[at_] == quote; ++i)
                    ++at_;
                return true;
            }
            if (quote == '"' && text_[at_] == '\\') {
                if (!over_escape()) return false;
            } else {
                step();
            }
        }
        return true;
    }

    // A backslash at the end of a line takes all blanks after it along.
    bool over_escape()
    {
        const auto before = line_;
        ++at_;
        const auto end = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
        if (end == at_ && at_ < text_.size() && !foreign(text_[at_])) ++at_;
        while (at_ < end) step();
        return line_ == before || at_ == text_.size() || !foreign(text_[at_]);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
};

} // namespace stray

} // namespace foster
