#include "lib/printable.h"

#include <algorithm>

#include "lib/utf8.h"

namespace foster {

namespace {

// Returns whether a terminal obeys `c`, or a line breaks at it.  `c` is one character
// of UTF-8.
bool is_harmful(std::string_view c)
{
    const auto first = static_cast<unsigned char>(c[0]);
    if (c.size() == 1) return first < 0x20 || first == 0x7f;
    const auto second = static_cast<unsigned char>(c[1]);
    if (c.size() == 2) // U+0080 to U+009F, and U+061C
        return (first == 0xc2 && second < 0xa0) || c == "\xd8\x9c";
    if (c.size() != 3 || first != 0xe2) return false;
    const auto third = static_cast<unsigned char>(c[2]);
    if (second == 0x80) // U+200E, U+200F, U+2028 to U+202E
        return third == 0x8e || third == 0x8f || (third >= 0xa8 && third <= 0xae);
    return second == 0x81 && third >= 0xa6 && third <= 0xa9; // U+2066 to U+2069
}

// Returns the length of the colour at the front of `text`, ESC [ NUMBERS m; 0 if there
// is none.
std::size_t colour(std::string_view text)
{
    if (!text.starts_with("\x1b[")) return 0;
    const auto end = text.find_first_not_of("0123456789;", 2);
    return end != text.npos && text[end] == 'm' ? end + 1 : 0;
}

} // namespace

std::size_t make_printable(std::span<char> text, char instead)
{
    std::size_t to = 0;
    for (std::size_t from = 0; from < text.size();) {
        const std::string_view rest{text.data() + from, text.size() - from};
        const auto size = character(rest);
        if (size == 0 || is_harmful(rest.substr(0, size)))
            text[to++] = instead;
        else
            for (std::size_t i = 0; i < size; ++i) text[to++] = text[from + i];
        from += std::max<std::size_t>(size, 1);
    }
    return to;
}

std::string printable(std::string text)
{
    text.resize(make_printable(text));
    return text;
}

std::string printable_lines(std::string_view text)
{
    std::string all;
    while (!text.empty()) {
        auto size = std::min(text.find_first_of("\n\t\x1b"), text.size());
        all += printable(std::string{text.substr(0, size)});
        text.remove_prefix(size);
        if (text.empty()) break;
        size = std::max<std::size_t>(colour(text), 1);
        all += size == 1 && text[0] == '\x1b' ? "?" : text.substr(0, size);
        text.remove_prefix(size);
    }
    return all;
}

} // namespace foster
