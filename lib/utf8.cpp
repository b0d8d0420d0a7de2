#include "lib/utf8.h"

namespace foster {

std::size_t character(std::string_view text)
{
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned first = at(0);
    const std::size_t size = first < 0x80                     ? 1
                             : first >= 0xc2 && first <= 0xdf ? 2
                             : (first & 0xf0) == 0xe0         ? 3
                             : first >= 0xf0 && first <= 0xf4 ? 4
                                                              : 0;
    if (size > text.size()) return 0;
    for (std::size_t i = 1; i < size; ++i)
        if ((at(i) & 0xc0) != 0x80) return 0;
    if (size < 3) return size;
    const unsigned second = at(1); // overlong, a surrogate, or above U+10FFFF
    const bool bad = (first == 0xe0 && second < 0xa0) ||
                     (first == 0xed && second > 0x9f) ||
                     (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f);
    return bad ? 0 : size;
}

std::string to_utf8(std::string_view bytes)
{
    std::string text;
    while (!bytes.empty()) {
        const auto size = character(bytes);
        text.append(size ? bytes.substr(0, size) : "\xef\xbf\xbd");
        bytes.remove_prefix(size ? size : 1);
    }
    return text;
}

} // namespace foster
