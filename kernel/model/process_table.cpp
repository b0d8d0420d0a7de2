#include "kernel/model/process_table.h"

#include <algorithm>
#include <cassert>
#include <csignal>
#include <utility>

namespace foster::model {

namespace {

std::uint64_t bit(int signal)
{
    return std::uint64_t{1} << signal;
}

} // namespace

const process* process_table::find(pid who) const
{
    const auto found = std::ranges::lower_bound(all_, who, {}, &process::self);
    return found == all_.end() || found->self != who ? nullptr : &*found;
}

const process& process_table::at(pid who) const
{
    const auto* found = find(who);
    assert(found);
    return *found;
}

process& process_table::at(pid who)
{
    return const_cast<process&>(std::as_const(*this).at(who));
}

pid process_table::fork(pid parent, unsigned body, std::uint64_t start, unsigned launch)
{
    const pid fresh = free_pid();
    if (!fresh) return {};
    const auto* from = find(parent);
    process child;
    child.self = fresh;
    child.parent = parent;
    child.session = from ? from->session : parent;
    child.start = start;
    child.order = ++order_;
    child.program = from ? from->program : 0;
    child.launch = launch;
    if (from) child.login = from->login;
    child.apart = from && from->apart;
    child.attends = from && from->attends;
    child.ignored = from ? from->ignored : 0;
    child.keeps_no_zombies = from && from->keeps_no_zombies;
    if (from) child.handlers = from->handlers;
    if (from) child.line = from->line << 4 | ++at(parent).forks;
    child.frames = {{.body = body}};
    last_ = fresh;
    insert(std::move(child));
    return fresh;
}

pid process_table::attend(unsigned body, std::uint64_t start, unsigned launch)
{
    const pid verdict = fork(supervisor, body, start, launch);
    if (!verdict) return {};
    at(verdict).session = verdict;
    at(verdict).attends = true;
    at(verdict).part = process::role::verdict;
    const pid keeper = fork(verdict, body, start, launch);
    if (!keeper) return verdict;
    at(keeper).part = process::role::keeper;
    at(keeper).subreaper = true;
    fork(keeper, body, start, launch);
    return verdict;
}

// alloc_pid(), kernel/pid.c: cyclic.  A number stays in use while it is that of a
// process or a session.
pid process_table::free_pid() const
{
    for (int i = 1; i <= most_; ++i) {
        const pid candidate{(last_.number + i - 1) % most_ + 1};
        if (candidate <= supervisor) continue;
        const bool taken = std::ranges::any_of(all_, [&](const process& p) {
            return p.self == candidate || p.session == candidate;
        });
        if (!taken) return candidate;
    }
    return {};
}

void process_table::insert(process p)
{
    const auto place = std::ranges::lower_bound(all_, p.self, {}, &process::self);
    all_.insert(place, std::move(p));
}

// do_exit(), kernel/exit.c, up to exit_mm(): its program cannot be found any more.
void process_table::begin_exit(process& p, death how)
{
    p.dying = true;
    p.how = how;
    p.frames.clear();
    p.handlers.clear();
    p.pending = 0;
    p.stopped = false;
    p.wakes_at = 0;
    if (!outside(p.parent) && at(p.parent).waits_for == p.self)
        at(p.parent).waits_for = {}; // mm_release(): vfork's parent continues
    if (exits_ == exits::at_once) exit(p.self);
}

// The rest of do_exit().
void process_table::exit(pid who)
{
    auto& p = at(who);
    p.dead = true;
    const pid parent = p.parent;
    const pid reaper = reaper_of(who);
    const pid from = branch(who);
    for (auto* c : [&] {
             std::vector<process*> mine;
             for (auto& q : all_)
                 if (q.parent == who) mine.push_back(&q);
             std::ranges::sort(mine, {}, &process::order);
             return mine;
         }()) {
        c->parent = reaper;
        c->order = ++order_;
        if (reaper == supervisor) notify_adopted({c->self, who, from});
        // reparent_leader(): a zombie's new parent is notified again.
        if (c->dead && reaper == supervisor) child_signal_ = true;
    }
    notify(parent, who);
}

// do_notify_adopted(), kernel/adoptsig: before the SIGCHLD of a zombie, and of `who`.
void process_table::notify_adopted(const adoption& a)
{
    if (room_ == 0) return;
    if (adoptions_.size() < room_)
        adoptions_.push_back(a);
    else
        ++lost_;
}

std::optional<adoption> process_table::take_adoption()
{
    if (adoptions_.empty()) return std::nullopt;
    const adoption first = adoptions_.front();
    adoptions_.erase(adoptions_.begin());
    return first;
}

// find_new_reaper(), kernel/exit.c: the nearest ancestor that is a subreaper and not
// exiting.  The supervisor is one, or, after its death, init (svscan).
pid process_table::reaper_of(pid dying) const
{
    pid up = find(dying)->parent;
    while (!outside(up) && !(find(up)->subreaper && !find(up)->dying))
        up = find(up)->parent;
    return up;
}

void process_table::bereave()
{
    for (const auto* c : children(supervisor)) {
        auto& orphan = at(c->self);
        orphan.parent = init;
        orphan.order = ++order_;
    }
    child_signal_ = false;
    room_ = 0;
    adoptions_.clear();
    lost_ = 0;
}

// exit_notify() and do_notify_parent(): sends SIGCHLD, or releases an unwanted zombie.
void process_table::notify(pid parent, pid dead)
{
    if (parent == init) return; // the world models svscan
    if (parent == supervisor) {
        child_signal_ = true;
        return;
    }
    if (at(parent).keeps_no_zombies) release(dead);
}

// release_task(), kernel/exit.c.
void process_table::release(pid who)
{
    std::erase_if(all_, [&](const process& p) { return p.self == who; });
}

std::vector<pid> process_table::dead_children(pid parent) const
{
    std::vector<pid> dead;
    for (const auto& p : all_)
        if (p.parent == parent && p.dead) dead.push_back(p.self);
    return dead;
}

death process_table::reap(pid child)
{
    const death how = at(child).how;
    release(child);
    return how;
}

std::vector<const process*> process_table::children(pid parent) const
{
    std::vector<const process*> mine;
    for (const auto& p : all_)
        if (p.parent == parent) mine.push_back(&p);
    std::ranges::sort(mine, {}, [](const process* p) { return p->order; });
    return mine;
}

unsigned process_table::living_below(pid who) const
{
    unsigned count = 0;
    for (const auto& p : all_)
        if (p.parent == who) count += (p.dead ? 0 : 1) + living_below(p.self);
    return count;
}

bool process_table::any_living(pid below) const
{
    return std::ranges::any_of(all_, [&](const process& p) {
        return p.parent == below &&
               ((!p.dead && !p.apart && !p.attends) || any_living(p.self));
    });
}

bool process_table::any_attending() const
{
    return std::ranges::any_of(all_,
                               [](const process& p) { return p.attends && !p.dead; });
}

std::optional<spoken> process_table::take_spoken()
{
    if (spoken_.empty()) return std::nullopt;
    const auto first = spoken_.front();
    spoken_.erase(spoken_.begin());
    return first;
}

void process_table::hear(bool yes)
{
    heard_ = yes;
    if (!yes) spoken_.clear();
}

// SIGIO wakes as SIGCHLD does.  Without a reader the sender gets ECONNREFUSED.
void process_table::say(spoken what)
{
    if (!heard_) return;
    spoken_.push_back(what);
    child_signal_ = true;
}

pid process_table::branch(pid who) const
{
    const auto* p = find(who);
    while (p && p->parent != supervisor) p = find(p->parent);
    return p ? p->self : pid{};
}

bool process_table::any_verdict(unsigned launch) const
{
    return std::ranges::any_of(all_, [=](const process& p) {
        return p.launch == launch && p.part == process::role::verdict && !p.dead;
    });
}

std::optional<std::uint64_t> process_table::next_waking(std::uint64_t now) const
{
    std::optional<std::uint64_t> first;
    for (const auto& p : all_)
        if (p.wakes_at > now && !p.dead && !p.stopped)
            first = first ? std::min(*first, p.wakes_at) : p.wakes_at;
    return first;
}

bool process_table::kill(pid to, int signal)
{
    if (!find(to)) return false;
    auto& p = at(to);
    if (p.dead || p.dying) return true; // the signal has no effect
    if (p.part != process::role::plain && signal != SIGKILL) return true; // blocked
    if (signal == SIGCONT) p.stopped = false; // prepare_signal()
    if (signal == SIGSTOP)
        p.stopped = true;
    else if (signal != SIGCONT)
        p.pending |= bit(signal);
    return true;
}

// kill_pgrp(), kernel/signal.c.  In a story no process leaves the group of the
// session's leader without leaving the session.
void process_table::kill_group(pid leader, int signal)
{
    for (const auto& p : all_)
        if (p.session == leader) kill(p.self, signal);
}

bool process_table::runnable(const process& p, const scripts& s, std::uint64_t now) const
{
    if (p.dead) return false;
    if (p.dying || p.pending & bit(SIGKILL)) return true;
    if (p.part == process::role::verdict) // the pipe has the verdict, or no writer
        return p.verdict || children(p.self).empty() || children(p.self).front()->dead;
    if (p.part == process::role::keeper)
        return children(p.self).empty() || !dead_children(p.self).empty();
    if (p.stopped || p.waits_for) return false;
    if (p.pending) return true;
    if (p.wakes_at > now) return false;
    const auto& f = p.frames.back();
    switch (s[f.body][f.at].does) {
    case word::serve: return false;
    case word::wait: return !dead_children(p.self).empty();
    default: return true;
    }
}

void process_table::run(pid who, const scripts& s, std::uint64_t now)
{
    auto& p = at(who);
    if (p.dying) {
        exit(who);
        return;
    }
    if (p.pending) {
        deliver(p);
        return;
    }
    if (p.part != process::role::plain) {
        serve_script(p);
        return;
    }
    p.wakes_at = 0;
    const auto f = p.frames.back();
    const step next = s[f.body][f.at];
    const bool handled = f.at + 1 == s[f.body].size() && p.frames.size() > 1;
    if (handled) {
        p.frames.pop_back(); // the end of a handler: continue below
        return;
    }
    if (next.does != word::serve) ++p.frames.back().at;
    obey(who, next, now);
}

// Runs supervise/supervise_attend.cpp.  The script is the first child of the script
// keeper.
void process_table::serve_script(process& p)
{
    if (p.part == process::role::verdict) {
        const bool signalled = p.verdict && p.verdict->how != manner::exited;
        begin_exit(p, {p.self, manner::exited,
                       !p.verdict ? 111 : p.verdict->status + (signalled ? 128 : 0)});
        return;
    }
    const auto dead = dead_children(p.self);
    if (dead.empty()) {
        begin_exit(p, {p.self, manner::exited, 0});
        return;
    }
    const bool first = at(dead.front()).line == (p.line << 4 | 1);
    const pid parent = p.parent;
    const death d = reap(dead.front());
    if (first && !outside(parent)) at(parent).verdict = d;
}

// get_signal(), kernel/signal.c: KILL before all others, then the lowest number.
void process_table::deliver(process& p)
{
    int signal = SIGKILL;
    if (!(p.pending & bit(SIGKILL)))
        for (signal = 1; !(p.pending & bit(signal));) ++signal;
    p.pending &= ~bit(signal);
    if (signal != SIGKILL) {
        if (p.ignored & bit(signal)) return;
        for (const auto& [number, body] : p.handlers)
            if (number == signal) {
                p.frames.push_back({.body = body});
                p.wakes_at = 0; // clock_nanosleep() ends by EINTR
                return;
            }
    }
    begin_exit(p, {p.self, manner::signalled, signal});
}

void process_table::obey(pid who, const step& s, std::uint64_t now)
{
    auto& p = at(who);
    switch (s.does) {
    case word::fork: fork(who, s.body, now, p.launch); break;
    case word::vfork: {
        const pid child = fork(who, s.body, now, p.launch);
        at(who).waits_for = child;
        break;
    }
    case word::sibling: {
        const pid child = fork(who, s.body, now, p.launch);
        if (child) at(child).parent = at(who).parent; // CLONE_PARENT
        break;
    }
    case word::setsid: p.session = who; break;
    case word::exec:
        p.program = static_cast<std::uint64_t>(s.number);
        p.handlers.clear();
        if (!outside(p.parent) && at(p.parent).waits_for == who)
            at(p.parent).waits_for = {};
        break;
    case word::wait: release(dead_children(who).front()); break;
    case word::nochild: p.keeps_no_zombies = true; break;
    case word::ignore: p.ignored |= bit(s.number); break;
    case word::on: p.handlers.emplace_back(s.number, s.body); break;
    case word::login:
        p.login = static_cast<std::uint32_t>(s.number);
        p.apart = true;
        break;
    case word::apart: p.apart = true; break;
    case word::main: main_ = who; break;
    case word::ready: // the pipe is for the service, the socket for all
        if (!p.attends) ready_ = p.launch;
        child_signal_ = true;
        say({.who = who});
        break;
    case word::lives: say({.who = who, .lives = true}); break;
    case word::serve: break;
    case word::sleep: p.wakes_at = now + static_cast<std::uint64_t>(s.number) / 10; break;
    case word::exit: begin_exit(p, {who, manner::exited, s.number}); break;
    case word::die: begin_exit(p, {who, manner::signalled, s.number}); break;
    }
}

} // namespace foster::model
