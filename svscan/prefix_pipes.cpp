#include "svscan/prefix_pipes.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "kernel/linux/spawn.h"
#include "lib/earliest.h"

namespace foster {

namespace {

constexpr nanoseconds delay = 1s;   // between two starts of one process
constexpr nanoseconds at_most = 2s; // for the last lines, if the reader does not read

} // namespace

std::optional<prefix_pipes::ends> prefix_pipes::of(place service, const std::string& name,
                                                   instant now)
{
    auto known = all_.find(service);
    if (known == all_.end()) {
        channel c{.name = name, .out = {}, .error = {}, .process = {}};
        for (auto* p : {&c.out, &c.error}) {
            int two[2];
            if (::pipe2(two, O_CLOEXEC) < 0) return std::nullopt;
            *p = {fd{two[0]}, fd{two[1]}};
        }
        if (!start(c, now)) return std::nullopt;
        known = all_.emplace(service, std::move(c)).first;
    }
    return ends{known->second.out.write.number(), known->second.error.write.number()};
}

void prefix_pipes::let_go(place service)
{
    const auto known = all_.find(service);
    if (known == all_.end()) return;
    if (known->second.process) shutdown_.insert(known->second.process);
    all_.erase(known);
}

void prefix_pipes::let_go_of_others(const service_set& known)
{
    for (auto i = all_.begin(); i != all_.end();)
        if (const auto service = (i++)->first; !known.has(service)) let_go(service);
}

void prefix_pipes::let_all_go(instant now)
{
    while (!all_.empty()) let_go(all_.begin()->first);
    if (!until_) until_ = now + at_most;
}

void prefix_pipes::died(pid who, instant now)
{
    if (shutdown_.erase(who)) return;
    for (auto& [service, c] : all_) {
        if (c.process != who) continue;
        c.process = {};
        c.not_before = std::max(c.not_before, now);
    }
}

void prefix_pipes::revive(instant now)
{
    for (auto& [service, c] : all_)
        if (!c.process && now >= c.not_before && !start(c, now))
            c.not_before = now + delay;
}

std::optional<instant> prefix_pipes::again() const
{
    std::optional<instant> first;
    for (const auto& [service, c] : all_)
        if (!c.process) first = earliest(first, c.not_before);
    return first;
}

bool prefix_pipes::drains(instant now) const
{
    return until_ && now < *until_ && !shutdown_.empty();
}

bool prefix_pipes::start(channel& c, instant now)
{
    char name[] = "svscan-prefix";
    char* argv[] = {name, c.name.data(), nullptr};
    const auto [who, error] = spawn({.file = program_.c_str(),
                                     .argv = argv,
                                     .own_session = false, // svscan's session marks it
                                     .ignores = false,
                                     .in = c.out.read.number(),
                                     .further = c.error.read.number()});
    errno = error;
    c.process = who;
    c.not_before = now + delay;
    return static_cast<bool>(who);
}

} // namespace foster
