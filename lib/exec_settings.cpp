#include "lib/exec_settings.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "lib/capabilities.h"

namespace foster {

namespace {

// The order of the words.  Words that are not in the list come first.
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

capabilities set_of(const outfit_setting& s)
{
    capabilities set = 0;
    for (const std::string_view word : s.words) {
        const auto value = word.substr(word.find('=') + 1);
        std::from_chars(value.data(), value.data() + value.size(), set, 16);
    }
    return set;
}

// "CAP_KILL, CAP_CHOWN"
std::string names_of(capabilities set)
{
    std::string all;
    for (std::size_t c = 0; c < capability_names.size(); ++c)
        if (set >> c & 1) all.append(all.empty() ? "" : ", ").append(capability_names[c]);
    return all;
}

// Returns the numbers in the one word of a subject, separated by commas.
std::vector<unsigned> numbers_in(const outfit& all, std::string_view subject)
{
    const auto* const s = find(all, subject);
    std::vector<unsigned> numbers;
    std::string_view rest = s && !s->words.empty() ? s->words[0] : std::string_view{"="};
    rest.remove_prefix(rest.find('=') + 1);
    while (!rest.empty()) {
        const auto end = std::min(rest.find(','), rest.size());
        unsigned number = 0;
        std::from_chars(rest.data(), rest.data() + end, number);
        numbers.push_back(number);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return numbers;
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

const outfit_setting* find(const outfit& all, std::string_view subject)
{
    const auto at = std::ranges::find(all, subject, &outfit_setting::subject);
    return at == all.end() ? nullptr : &*at;
}

identity identity_in(const outfit& all)
{
    const auto user = numbers_in(all, "uid");
    const auto group = numbers_in(all, "gid");
    identity found{.groups = numbers_in(all, "groups")};
    if (!user.empty()) found.user = user[0];
    if (!group.empty()) found.group = group[0];
    return found;
}

std::vector<std::string> contradictions(const outfit& all, bool commanded)
{
    std::vector<std::string> found;
    const auto* const root = find(all, "run-as.root");
    if (root && !commanded && !find(all, "command"))
        found.push_back(root->where + ": ./run is outside of the new root: set command");
    const auto* const ambient = find(all, "security.capabilities-ambient");
    const auto* const bounding = find(all, "security.capabilities-bounding");
    const auto lacking = ambient && bounding ? set_of(*ambient) & ~set_of(*bounding) : 0;
    if (lacking)
        found.push_back(ambient->where + ": " + names_of(lacking) +
                        " must also be in security.capabilities-bounding (" +
                        bounding->where + ')');
    return found;
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
