// Fuzzes the words of a plan and the grammars of single values.  The input is one word
// a line.
#include <cstdint>
#include <string_view>

#include "lib/control_letters.h"
#include "lib/duration.h"
#include "lib/quantities.h"
#include "lib/settings.h"
#include "lib/signals.h"
#include "lib/template_instance.h"
#include "t/fuzz/require.h"

using namespace foster;

namespace {

void read_one(settings& into, std::string_view word)
{
    const settings before = into;
    if (!read_word(into, word))
        claim(into == before, "a word that is refused changes nothing");
    if (const auto d = parse_duration(word))
        claim(*d >= 0s && *d <= std::chrono::days{31}, "a duration is at most 31 days");
    if (const auto n = parse_number(word, -20, 19))
        claim(*n >= -20 && *n <= 19, "a number is in its range");
    for (const auto m :
         {measure::bytes, measure::seconds, measure::microseconds, measure::count}) {
        parse_quantity(word, m);
        lowered_limit(word, m);
    }
    parse_processors(word);
    signal_number(word);
    instance_of(word);
    expanded(word, "tty1");
    for (const char c : word) command_of(c);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view text{reinterpret_cast<const char*>(data), size};
    settings into;
    while (!text.empty()) {
        const auto end = text.find('\n');
        read_one(into, text.substr(0, end));
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
    }
    return 0;
}
