// Fuzzes the reader of supervise/status, and its texts in the words of the peers.
#include <cstdint>
#include <string_view>

#include "svctl/peers/words.h"
#include "t/fuzz/require.h"

using namespace foster;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const auto s = read_peer_status(bytes);
    claim(s.has_value() == (size >= 18), "18 bytes are a status, fewer are none");
    if (!s) return 0;
    const stamp now{std::chrono::seconds{1795348867}};
    for (const bool up : {false, true}) {
        claim(!svstat_in_words(*s, up, now).empty(), "svstat has words for it");
        claim(!sv_in_words("web", *s, up, now).empty(), "sv has words for it");
    }
    for (const char letter : {'u', 'd', 'o', 't', 'x', 'r'})
        sv_reached(letter, *s, now, [] { return true; });
    return 0;
}
