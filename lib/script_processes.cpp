#include "lib/script_processes.h"

#include <algorithm>

namespace foster {

void script_processes::started(pid script)
{
    sessions_.push_back(script);
    all_.push_back({.who = script, .session = script});
}

bool script_processes::died(const death& d)
{
    const auto known = std::ranges::find(all_, d.who, &attendant::who);
    if (known == all_.end()) return false;
    unkept_ = unkept_ || (d.how != manner::exited && known->who != known->session);
    all_.erase(known);
    return true;
}

// The status of the other supervise does not tell the session: a script keeper is in
// that of its script.
bool script_processes::learn(const child& c)
{
    const auto known = std::ranges::find(all_, c.who, &attendant::who);
    if (known == all_.end()) return false;
    if (c.session && c.session != known->session) {
        known->session = c.session;
        sessions_.push_back(c.session);
    }
    return true;
}

bool script_processes::take_in(const child& c, bool alive)
{
    const bool in_session =
        c.session && std::ranges::find(sessions_, c.session) != sessions_.end();
    const bool left = !alive && unkept_ && c.login == no_login;
    if (!in_session && !left) return false;
    all_.push_back({.who = c.who, .session = c.session ? c.session : c.who});
    return true;
}

// The number of a session is in use while processes are in it (alloc_pid(),
// kernel/pid.c), and each of these hangs from a child of supervise in that session.
void script_processes::looked()
{
    std::erase_if(sessions_, [&](pid session) {
        return std::ranges::find(all_, session, &attendant::session) == all_.end();
    });
    unkept_ = unkept_ && any();
}

void script_processes::none()
{
    all_.clear();
    sessions_.clear();
    unkept_ = false;
}

bool script_processes::has(pid who) const
{
    return std::ranges::find(all_, who, &attendant::who) != all_.end();
}

const attendant* script_processes::unasked(asked level) const
{
    for (const auto& a : all_)
        if (a.to_end < level) return &a;
    return nullptr;
}

void script_processes::ask(pid who, asked level)
{
    const auto known = std::ranges::find(all_, who, &attendant::who);
    if (known != all_.end()) known->to_end = std::max(known->to_end, level);
}

} // namespace foster
