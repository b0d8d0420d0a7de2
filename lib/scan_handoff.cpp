#include "lib/scan_handoff.h"

#include "lib/colon_fields.h"

namespace foster {

namespace {

// A name may hold every other character.
constexpr char end_of_name = '\0';

} // namespace

std::string to_text(std::span<const kept> all)
{
    std::string text;
    for (const auto& [what, start] : all) {
        const auto& s = what.service;
        for (const std::uint64_t number :
             {static_cast<std::uint64_t>(what.supervise.number), start, s.where.device,
              s.where.inode, static_cast<std::uint64_t>(what.which == half::log),
              static_cast<std::uint64_t>(s.has_log)})
            text += std::to_string(number) + ':';
        text += s.name;
        text += end_of_name;
    }
    return text;
}

std::vector<kept> kept_in(std::string_view text)
{
    std::vector<kept> all;
    while (!text.empty()) {
        const auto end = text.find(end_of_name);
        if (end == text.npos) return {};
        fields f{text.substr(0, end)};
        text.remove_prefix(end + 1);
        kept k;
        k.what.supervise = f.process();
        k.start = f.number<std::uint64_t>();
        k.what.service.where.device = f.number<std::uint64_t>();
        k.what.service.where.inode = f.number<std::uint64_t>();
        k.what.which = f.flag() ? half::log : half::service;
        k.what.service.has_log = f.flag();
        k.what.service.name = f.text();
        if (!f.right() || !k.what.supervise || k.what.service.name.empty()) return {};
        all.push_back(std::move(k));
    }
    return all;
}

} // namespace foster
