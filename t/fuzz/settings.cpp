// Fuzzes service.toml: a file without faults becomes words that supervise understands.
#include <cstdint>
#include <string_view>

#include "lib/settings.h"
#include "lib/toml/read_settings.h"
#include "t/fuzz/require.h"

using namespace foster;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    for (const char* argument : {"", "tty1"}) {
        auto reading = read_settings(text, "service.toml", argument);
        for (const auto& c : reading.complaints)
            claim(c.starts_with("service.toml"), "a complaint says where");
        if (!reading.complaints.empty()) continue;
        settings into;
        for (const auto& w : reading.words)
            claim(read_word(into, w), "the resident understands each word");
        in_order(std::move(reading.outfit));
    }
    return 0;
}
