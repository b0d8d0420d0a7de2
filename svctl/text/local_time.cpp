#include "svctl/text/local_time.h"

#include <array>
#include <ctime>

namespace foster {

std::string local_time(stamp when)
{
    const auto since = when.time_since_epoch();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
    const auto number = static_cast<std::time_t>(seconds.count());
    std::tm parts{};
    std::array<char, 32> text{};
    if (!::localtime_r(&number, &parts) ||
        !std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &parts))
        return "?";
    auto rest = std::to_string((since - seconds) / 1ms + 1000);
    rest[0] = '.'; // 1042 becomes .042
    return text.data() + rest;
}

} // namespace foster
