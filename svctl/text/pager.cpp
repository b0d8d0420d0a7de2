#include "svctl/text/pager.h"

#include <algorithm>
#include <array>
#include <vector>

namespace foster {

namespace {

// ECMA-48: EL, erase to the end of the line; ED, to the end of the screen.
constexpr std::string_view erase_line = "\x1b[K\r\n";
constexpr std::string_view erase_below = "\x1b[K\x1b[J";

struct sequence {
    std::string_view bytes;
    pager_key means;
};

// The keys of less(1), and the bytes that terminals send for arrows and the keys above
// them.
constexpr auto sequences = std::to_array<sequence>({
    {"q", pager_key::quit},          {"Q", pager_key::quit},
    {"j", pager_key::down},          {"k", pager_key::up},
    {" ", pager_key::page_down},     {"f", pager_key::page_down},
    {"b", pager_key::page_up},       {"g", pager_key::first},
    {"G", pager_key::last},          {"\x1b[B", pager_key::down},
    {"\x1bOB", pager_key::down},     {"\x1b[A", pager_key::up},
    {"\x1bOA", pager_key::up},       {"\x1b[6~", pager_key::page_down},
    {"\x1b[5~", pager_key::page_up}, {"\x1b[H", pager_key::first},
    {"\x1b[1~", pager_key::first},   {"\x1b[F", pager_key::last},
    {"\x1b[4~", pager_key::last},
});

std::vector<std::string_view> lines_of(std::string_view text)
{
    std::vector<std::string_view> all;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        all.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return all;
}

} // namespace

pager_key next_key(std::string_view& bytes)
{
    while (!bytes.empty()) {
        for (const auto& s : sequences) {
            if (!bytes.starts_with(s.bytes)) continue;
            bytes.remove_prefix(s.bytes.size());
            return s.means;
        }
        bytes.remove_prefix(1);
    }
    return pager_key::none;
}

void pager::press(pager_key k)
{
    to_end_ = k == pager_key::last;
    switch (k) {
    case pager_key::none:
    case pager_key::quit:
    case pager_key::last: break;
    case pager_key::down: ++top_; break;
    case pager_key::up: top_ -= std::min<std::size_t>(top_, 1); break;
    case pager_key::page_down: top_ += page_; break;
    case pager_key::page_up: top_ -= std::min(top_, page_); break;
    case pager_key::first: top_ = 0; break;
    }
}

std::string pager::frame(std::string_view title, std::string_view text,
                         std::string_view foot, std::size_t rows)
{
    auto lines = lines_of(text);
    const auto heading = lines.empty() ? std::string_view{} : lines.front();
    if (!lines.empty()) lines.erase(lines.begin());
    page_ = rows > 4 ? rows - 3 : 1;
    const auto furthest = lines.size() - std::min(lines.size(), page_);
    top_ = to_end_ ? furthest : std::min(top_, furthest);
    to_end_ = false;
    std::string whole;
    whole.append(title).append(erase_line).append(heading).append(erase_line);
    const auto end = std::min(lines.size(), top_ + page_);
    for (std::size_t i = top_; i < end; ++i) whole.append(lines[i]).append(erase_line);
    for (std::size_t i = end - top_; i < page_; ++i) whole.append(erase_line);
    return whole.append(foot).append(erase_below);
}

} // namespace foster
