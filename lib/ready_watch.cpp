#include "lib/ready_watch.h"

#include <algorithm>
#include <utility>

#include "lib/earliest.h"

namespace foster {

namespace {

constexpr nanoseconds check_again = 1s; // from one ./check to the next

// If notices come faster than supervise reads them, a deadline is missed this much
// later.
constexpr nanoseconds unread = 1s;

} // namespace

void ready_watch::started(const settings& s, instant now)
{
    said_ready_ = late_ = false;
    audible_ = true;
    says_.clear();
    ready_by_.reset();
    silent_by_.reset();
    if (s.ready_timeout != 0s) ready_by_ = now + s.ready_timeout;
    check_at_ = now;
}

void ready_watch::resumed(const status& was)
{
    said_ready_ = was.ready;
    says_ = was.says;
}

void ready_watch::renewed(const status& was, const renewal& more)
{
    says_ = was.says;
    forks_ = more.forks;
    said_ready_ = more.said_ready;
    audible_ = more.audible;
    ready_by_ = more.ready_by;
    silent_by_ = more.silent_by;
    check_at_ = more.check_at;
}

void ready_watch::hand_on(renewal& to) const
{
    to.forks = forks_;
    to.said_ready = said_ready_;
    to.audible = audible_;
    to.ready_by = ready_by_;
    to.silent_by = silent_by_;
    to.check_at = check_at_;
}

void ready_watch::noticed(notice n, const settings& s, instant now)
{
    audible_ = true;
    if (n.ready) said_ready_ = *n.ready;
    if (n.says) says_ = std::move(*n.says);
    if (n.more_time != 0s && ready_by_) ready_by_ = now + n.more_time;
    if (n.lives && silent_by_) silent_by_ = now + s.watchdog;
    if (n.fails && s.watchdog != 0s) silent_by_ = now;
}

void ready_watch::checking(instant now)
{
    check_at_ = now + check_again;
}

void ready_watch::is_ready(const settings& s, instant now)
{
    ready_by_.reset();
    if (s.ready != readiness::notify || s.watchdog == 0s) return;
    if (audible_ && !silent_by_) silent_by_ = now + s.watchdog;
}

void ready_watch::move(nanoseconds more)
{
    for (auto* const by : {&ready_by_, &silent_by_})
        if (*by) **by += more;
}

ready_watch::lapse ready_watch::missed(bool awaited, instant now, bool all)
{
    const instant by = all ? now : now - unread;
    const bool late = awaited && ready_by_ && by >= *ready_by_;
    const bool silent = silent_by_ && by >= *silent_by_;
    if (!late && !silent) return lapse::none;
    ready_by_.reset();
    silent_by_.reset();
    late_ = true;
    return late ? lapse::late : lapse::silent;
}

bool ready_watch::ready(const custody& c, const settings& s) const
{
    switch (s.ready) {
    case readiness::settled: return !starting(c);
    case readiness::spawned: return true;
    case readiness::forked: return c.forked() && !c.settling();
    case readiness::fd:
    case readiness::notify:
    case readiness::check: return said_ready_;
    }
    return false;
}

bool ready_watch::starting(const custody& c) const
{
    return c.settling() && (c.forked() || forks_);
}

std::optional<instant> ready_watch::due(const settings& s, bool awaited, bool stopping,
                                        std::optional<instant> turned) const
{
    std::optional<instant> at;
    const auto also = [&](instant deadline, nanoseconds whole) {
        const auto then = turned ? std::min(deadline, *turned + whole / 4) : deadline;
        at = earliest(at, then);
    };
    if (awaited && ready_by_) also(*ready_by_, s.ready_timeout);
    if (silent_by_ && !stopping) also(*silent_by_, s.watchdog);
    return at;
}

} // namespace foster
