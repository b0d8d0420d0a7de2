// Reads foreign text as UTF-8 (RFC 3629).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace foster {

// Returns the number of bytes of the first character of `text`, which is not empty; 0
// if the bytes are no character.
std::size_t character(std::string_view text);

// Returns the text with U+FFFD for each byte that begins no character.
std::string to_utf8(std::string_view bytes);

} // namespace foster
