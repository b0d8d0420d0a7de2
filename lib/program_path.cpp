#include "lib/program_path.h"

#include <algorithm>

namespace foster {

std::size_t go_from(std::span<char> path, std::string_view to) noexcept
{
    const std::string_view from{path.data()};
    std::size_t end = to.starts_with('/') ? 0 : from.rfind('/') + 1;
    for (constexpr std::string_view up = "../"; to.starts_with(up);
         to.remove_prefix(up.size()))
        if (end > 1) end = from.rfind('/', end - 2) + 1; // the parent of / is /
    if (to.size() >= path.size() - end) {
        path[0] = '\0';
        return 0;
    }
    *std::ranges::copy(to, path.begin() + static_cast<std::ptrdiff_t>(end)).out = '\0';
    return end + to.size();
}

} // namespace foster
