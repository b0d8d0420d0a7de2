#include "lib/pending_commands.h"

#include <algorithm>
#include <utility>

namespace foster {

namespace {

using purpose = request::purpose;

bool waits(const request& r)
{
    return !r.script && !r.ended;
}

// Returns whether the request is void after the death of the service.
bool for_one_life(purpose p)
{
    return p == purpose::signal || p == purpose::stop || p == purpose::again ||
           p == purpose::ready;
}

} // namespace

void requests::add(const request& r)
{
    const bool one_waits = std::ranges::any_of(
        all_, [&](const request& other) { return waits(other) && other == r; });
    if (!one_waits || !running(r.letter)) all_.push_back(r);
}

char requests::due() const
{
    for (const auto& r : all_) {
        if (!waits(r) || running(r.letter)) continue;
        if (r.of == purpose::none && running('t')) continue;
        return r.letter;
    }
    return 0;
}

void requests::begun(char letter, pid script)
{
    const auto first = std::ranges::find_if(
        all_, [=](const request& r) { return waits(r) && r.letter == letter; });
    if (first == all_.end()) return;
    const request same = *first;
    first->script = script;
    bool one_waits = false;
    std::erase_if(all_, [&](const request& r) {
        return r == same && std::exchange(one_waits, true);
    });
}

request requests::take(char letter)
{
    const auto first = std::ranges::find_if(
        all_, [=](const request& r) { return waits(r) && r.letter == letter; });
    if (first == all_.end()) return {};
    const request taken = *first;
    all_.erase(first);
    return taken;
}

void requests::died(pid script, bool vetoed)
{
    for (auto& r : all_)
        if (r.script && r.script == script) {
            r.script = {};
            r.ended = true;
            r.vetoed = vetoed;
        }
}

std::optional<request> requests::take_ended()
{
    const auto first = std::ranges::find_if(all_, &request::ended);
    if (first == all_.end()) return std::nullopt;
    const request taken = *first;
    all_.erase(first);
    return taken;
}

bool requests::running(char letter) const
{
    return std::ranges::any_of(
        all_, [=](const request& r) { return r.script && r.letter == letter; });
}

bool requests::starting() const
{
    return std::ranges::any_of(
        all_, [](const request& r) { return r.script && r.of == purpose::start; });
}

void requests::drop_signals()
{
    std::erase_if(all_, [](const request& r) { return waits(r) && for_one_life(r.of); });
    for (auto& r : all_)
        if (for_one_life(r.of)) r.of = purpose::none;
}

void requests::drop_waiting()
{
    std::erase_if(all_, waits);
}

bool requests::cancel_start()
{
    bool any = false;
    for (auto& r : all_)
        if (r.of == purpose::start) {
            r.of = purpose::none;
            any = any || r.script;
        }
    return any;
}

} // namespace foster
