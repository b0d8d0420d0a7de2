#include "svctl/terminal/screen.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace foster {

screen standard_output()
{
    if (!::isatty(STDOUT_FILENO)) return {};
    const auto set = [](const char* name) -> std::string_view {
        const char* const value = std::getenv(name);
        return value ? value : "";
    };
    winsize size{};
    const bool told = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
    const auto terminal = set("TERM");
    return {.width = told ? size.ws_col : 0U,
            .colours =
                set("NO_COLOR").empty() && !terminal.empty() && terminal != "dumb"};
}

} // namespace foster
