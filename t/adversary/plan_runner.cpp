#include "t/adversary/plan_runner.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "t/adversary/possible_errnos.h"

namespace foster::adversary {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr auto idle = 250ms;  // without a call, the role has no more to make
constexpr auto absent = 3s;   // without a process, the role does not come
constexpr auto moment = 50ms; // between two looks for that

} // namespace

void tell(const std::string& line)
{
    const auto text = line + '\n';
    if (::write(STDOUT_FILENO, text.data(), text.size()) < 0) return; // read as its end
}

void strikes::add(const step& s)
{
    plan_.push_back(s);
    told_ = false;
    if (begun_ && plan_.size() == 1) begin_step();
}

void strikes::begin()
{
    begun_ = true;
    begin_step();
}

const step* strikes::present() const
{
    return begun_ && !plan_.empty() ? &plan_.front() : nullptr;
}

void strikes::begin_step()
{
    step_begun_ = last_call_ = clock::now();
    calls_ = 0;
    held_.reset();
}

void strikes::finish_step()
{
    plan_.pop_front();
    begin_step();
}

strikes::answer strikes::asked(const seccomp::asked& call)
{
    const auto role = census_.role_of(call.who);
    if (call.call == SYS_execve || call.call == SYS_execveat)
        census_.may_change(call.who);
    if (const int error = refusal_of(call, role)) return {.error = error};
    go_on();
    const auto* const now = present();
    if (!now || now->role != role || held_) return {};
    last_call_ = clock::now();
    if (++calls_ < now->number) return {};
    if (now->what == step::word::fail) return {.error = fail(*now, call)};
    if (now->what != step::word::kill) return {};
    held_ = held{call.who, call.call, last_call_ + milliseconds{now->hold}};
    go_on();
    return {.waits = true};
}

// The errno of the call; 0 if no system would refuse it.
int strikes::fail(const step& s, const seccomp::asked& call)
{
    const auto errors = refusals_of(call);
    if (errors.empty()) return 0;
    const int error = errors[static_cast<std::size_t>(s.hold) % errors.size()];
    tell("failed " + s.role + ' ' + std::to_string(call.who) + ' ' +
         std::to_string(calls_) + ' ' + std::to_string(call.call) + ' ' +
         std::to_string(error));
    finish_step();
    return error;
}

int strikes::refusal_of(const seccomp::asked& call, const std::string& role) const
{
    const auto found = refused_.find(role);
    return found != refused_.end() && changes_disk(call) ? found->second : 0;
}

void strikes::go_on()
{
    while (const auto* const now = present()) {
        if (!take(*now)) return;
        finish_step();
    }
    if (begun_ && !told_) tell("done");
    told_ = told_ || begun_;
}

// Whether the step is done.
bool strikes::take(const step& s)
{
    switch (s.what) {
    case step::word::rest: return clock::now() >= step_begun_ + milliseconds{s.number};
    case step::word::refuse: refused_[s.role] = s.number; return true;
    case step::word::accept: refused_.erase(s.role); return true;
    case step::word::respawn: respawn_ = milliseconds{s.number}; return true;
    case step::word::also:
        for (const pid_t who : census_.all(s.role)) strike(who, s.role, -1);
        return true;
    case step::word::fail: return has_passed(s);
    case step::word::kill: break;
    }
    if (!held_) return kill_idle(s);
    if (clock::now() < held_->until) return false;
    strike(held_->who, s.role, held_->call);
    return true;
}

// A role that makes no more calls has none that can fail.
bool strikes::has_passed(const step& s)
{
    const auto patience = calls_ > 0 || !census_.all(s.role).empty() ? idle : absent;
    if (clock::now() < last_call_ + patience) return false;
    tell("missed " + s.role);
    return true;
}

// A role that makes no more calls is killed while it waits.
bool strikes::kill_idle(const step& s)
{
    if (clock::now() < last_call_ + idle) return false;
    const auto all = census_.all(s.role);
    if (!all.empty()) {
        strike(all.front(), s.role, -1);
        return true;
    }
    if (clock::now() < step_begun_ + absent) return false;
    tell("missed " + s.role);
    return true;
}

void strikes::now()
{
    if (held_)
        held_->until = clock::now();
    else
        step_begun_ = last_call_ = clock::now() - absent;
    go_on();
}

void strikes::strike(pid_t who, const std::string& role, int call)
{
    const auto number = std::to_string(++kills_);
    std::error_code none; // before its first status
    if (role == "supervise")
        std::filesystem::copy_file(state_, directory_ + "/state." + number, none);
    ::kill(who, SIGKILL);
    tell("killed " + role + ' ' + std::to_string(who) + ' ' + std::to_string(calls_) +
         ' ' + std::to_string(call));
}

std::optional<strikes::clock::time_point> strikes::due() const
{
    const auto* const now = present();
    if (!now) return std::nullopt;
    if (held_) return held_->until;
    if (now->what == step::word::rest) return step_begun_ + milliseconds{now->number};
    return clock::now() + moment;
}

} // namespace foster::adversary
