#include "lib/outfit.h"

#include <algorithm>
#include <array>

namespace foster {

namespace {

// Each before the next.  What is not here comes first.
constexpr auto order = std::to_array<std::string_view>({
    "limit",
    "nice",
    "policy",
    "ioprio",
    "oom-score-adj",
    "cpu-affinity",
    "groups",
    "gid",
    "clear-environment",
    "environment-file",
    "env",
    "unset",
    "root",
    "directory",
    "capabilities-bounding",
    "uid",
    "capabilities-ambient",
    "no-new-privileges",
    "umask",
});

std::size_t rank(std::string_view word)
{
    const auto name = word.substr(0, word.find_first_of(":="));
    const auto* const at = std::ranges::find(order, name);
    return at == order.end() ? 0 : static_cast<std::size_t>(at - order.begin()) + 1;
}

} // namespace

void put(outfit& all, outfit_setting with)
{
    take(all, with.subject);
    all.push_back(std::move(with));
}

std::optional<outfit_setting> take(outfit& all, std::string_view subject)
{
    const auto at = std::ranges::find(all, subject, &outfit_setting::subject);
    if (at == all.end()) return std::nullopt;
    auto taken = std::move(*at);
    all.erase(at);
    return taken;
}

std::vector<std::string> in_order(outfit all)
{
    std::vector<std::string> words;
    for (auto& setting : all)
        for (auto& w : setting.words) words.push_back(std::move(w));
    std::ranges::stable_sort(words, {}, rank);
    return words;
}

} // namespace foster
