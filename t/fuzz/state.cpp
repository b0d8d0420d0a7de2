// Fuzzes both readers of supervise/state.  A state that lib/toml understands is the
// same after it is written and read again, and svscan's glance agrees with lib/toml.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "lib/state_summary.h"
#include "lib/toml/read_state.h"
#include "t/fuzz/require.h"

using namespace foster;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    glance_at(text);
    const auto first = read_state(text);
    claim(first.read || !first.wrong.empty(), "a state that is refused has a reason");
    if (!first.read) return 0;
    const auto written = to_state(*first.read);
    const auto again = read_state(written);
    claim(again.read.has_value(), "what we write we can read");
    claim(to_state(*again.read) == written, "what is read is what was written");
    const auto p = again.read->phase;
    const bool over =
        p == phase::failed || (p == phase::down && again.read->want != want::up);
    claim(glance_at(written).over == over, "a glance sees whether it is over");
    return 0;
}
