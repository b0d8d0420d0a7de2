#include "lib/last_complaint.h"

#include <utility>

#include "lib/colon_fields.h"

namespace foster {

namespace {

// svscan starts a supervise again after one second, and a busy machine later.
constexpr nanoseconds soon = 15s;

std::string text_of(stamp when)
{
    return std::to_string(when.time_since_epoch().count()) + ':';
}

} // namespace

std::string_view to_text(complaint::kind k)
{
    switch (k) {
    case complaint::kind::begin: return "begin";
    case complaint::kind::start: return "start";
    case complaint::kind::warning: return "warning";
    }
    return {};
}

std::string to_line(const complaint& c)
{
    return std::string{to_text(c.what)} + ':' + text_of(c.when) +
           text_of(c.repeats.first) + text_of(c.repeats.said) +
           c.text.substr(0, longest_complaint) + '\n';
}

std::optional<complaint> read_complaint(std::string_view file)
{
    const auto end = file.find('\n');
    if (end == file.npos) return std::nullopt;
    fields f{file.substr(0, end)};
    complaint c;
    c.what = f.named<complaint::kind>();
    c.when = f.time();
    c.repeats.first = f.time();
    c.repeats.said = f.time();
    c.text = f.text();
    if (!f.right() || c.text.empty()) return std::nullopt;
    return c;
}

complaint repeated(const std::optional<complaint>& before, complaint::kind what,
                   std::string_view text, stamp now)
{
    complaint c{.what = what,
                .when = now,
                .repeats = {now, now},
                .text = std::string{text.substr(0, longest_complaint)}};
    if (!before || before->what != what || before->text != c.text || now < before->when ||
        now - before->when > soon)
        return c;
    c.repeats = before->repeats;
    if (c.repeats.is_due(now)) c.repeats.said = now;
    return c;
}

} // namespace foster
