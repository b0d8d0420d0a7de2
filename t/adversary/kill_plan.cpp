#include "t/adversary/kill_plan.h"

#include <charconv>
#include <vector>

namespace foster::adversary {

namespace {

struct form {
    std::string_view name;
    step::word what;
    bool role;
    std::size_t numbers;
};

constexpr form forms[] = {
    {"rest", step::word::rest, false, 1},       {"kill", step::word::kill, true, 2},
    {"also", step::word::also, true, 0},        {"fail", step::word::fail, true, 2},
    {"refuse", step::word::refuse, true, 1},    {"accept", step::word::accept, true, 0},
    {"respawn", step::word::respawn, false, 1},
};

std::vector<std::string_view> parts_of(std::string_view text)
{
    std::vector<std::string_view> parts;
    for (;;) {
        const auto colon = text.find(':');
        parts.push_back(text.substr(0, colon));
        if (colon == text.npos) return parts;
        text.remove_prefix(colon + 1);
    }
}

bool read_number(std::string_view text, int& value)
{
    const auto* const end = text.data() + text.size();
    const auto [read_to, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && read_to == end;
}

} // namespace

std::optional<step> read_step(std::string_view text)
{
    const auto parts = parts_of(text);
    for (const auto& f : forms) {
        if (parts[0] != f.name) continue;
        if (parts.size() != 1 + f.role + f.numbers) return std::nullopt;
        step s;
        s.what = f.what;
        if (f.role) s.role = parts[1];
        const auto first = 1U + f.role;
        if (f.numbers > 0 && !read_number(parts[first], s.number)) return std::nullopt;
        if (f.numbers > 1 && !read_number(parts[first + 1], s.hold)) return std::nullopt;
        return s;
    }
    return std::nullopt;
}

} // namespace foster::adversary
