#include "lib/finish_run.h"

namespace foster {

namespace {

constexpr nanoseconds try_again = 1s;

} // namespace

void finish_run::owed(const death& of, instant now)
{
    due_ = of;
    at_ = now;
}

void finish_run::started(pid script)
{
    dropped();
    script_ = script;
}

void finish_run::dropped()
{
    due_.reset();
    by_.reset();
}

void finish_run::refused(instant now, nanoseconds timeout)
{
    if (!by_) by_ = now + timeout;
    if (now >= *by_) return dropped();
    at_ = now + try_again;
}

bool finish_run::forbids_start(const death& d) const
{
    constexpr int never_again = 125; // s6-supervise(1)
    return script_ && d.who == script_ && d.how == manner::exited &&
           d.status == never_again;
}

} // namespace foster
