// Text that comes from others, as UTF-8 (RFC 3629).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace foster {

// How many bytes the character at the front of `text`, which is not empty, has; 0: it is
// none.
std::size_t character(std::string_view text);

// The same text with U+FFFD for each byte that begins no character.
std::string to_utf8(std::string_view bytes);

} // namespace foster
