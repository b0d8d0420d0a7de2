#include "t/adversary/program_role.h"

#include <fcntl.h>
#include <unistd.h>

#include <sstream>

#include "kernel/linux/fd.h"

namespace foster::adversary {

namespace {

std::string read_file(pid_t who, const char* name)
{
    const fd file = opened(("/proc/" + std::to_string(who) + '/' + name).c_str());
    if (!file) return {};
    char bytes[4096];
    const auto got = ::read(file.number(), bytes, sizeof bytes);
    return got > 0 ? std::string(bytes, static_cast<std::size_t>(got)) : std::string{};
}

struct look {
    std::string name;
    char state = '?';
    unsigned long flags = 0;
    unsigned long long start = 0; // 0: it has gone

    bool dead() const { return start == 0 || state == 'Z' || state == 'X'; }
};

look look_at(pid_t who)
{
    const auto text = read_file(who, "stat");
    const auto open = text.find('(');
    const auto close = text.rfind(')');
    if (open == text.npos || close == text.npos) return {};
    look seen{.name = text.substr(open + 1, close - open - 1)};
    std::istringstream fields{text.substr(close + 2)};
    std::string skipped;
    fields >> seen.state;
    for (int field = 4; field < 9; ++field) fields >> skipped;
    fields >> seen.flags;
    for (int field = 10; field < 22; ++field) fields >> skipped;
    fields >> seen.start;
    return seen;
}

// svscan gives the word "log" to the supervise of a log.
bool is_loggers(pid_t who)
{
    const auto words = read_file(who, "cmdline");
    return words.find(std::string("\0log", 4) + '\0') != words.npos ||
           words.find(std::string{"/log"} + '\0') != words.npos ||
           words.find("--log") != words.npos;
}

std::string role_of_program(pid_t who, const look& seen)
{
    constexpr unsigned long fork_no_exec = 0x40; // PF_FORKNOEXEC, include/linux/sched.h
    const bool ours = seen.name.starts_with("supervise") || seen.name == "svscan";
    if (!ours) return "other";
    if (seen.flags & fork_no_exec) return "child";
    if (seen.name == "svscan") return "svscan";
    if (seen.name == "supervise-exec") return "exec";
    if (seen.name.starts_with("supervise-atten")) return "attend"; // cut off
    return is_loggers(who) ? "logger" : "supervise";
}

} // namespace

const std::string& census::role_of(pid_t who)
{
    auto& known = known_[who];
    if (known.stale) {
        const auto seen = look_at(who);
        known = {role_of_program(who, seen), seen.start, false};
    }
    return known.role;
}

void census::may_change(pid_t who)
{
    if (const auto found = known_.find(who); found != known_.end())
        found->second.stale = true;
}

std::vector<pid_t> census::all(const std::string& role)
{
    std::vector<pid_t> found;
    for (auto it = known_.begin(); it != known_.end();) {
        const auto seen = look_at(it->first);
        if (seen.dead() || seen.start != it->second.start) {
            it = known_.erase(it);
            continue;
        }
        if (it->second.stale) role_of(it->first);
        if (it->second.role == role) found.push_back(it->first);
        ++it;
    }
    return found;
}

} // namespace foster::adversary
