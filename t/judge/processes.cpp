#include "t/judge/processes.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "kernel/linux/errors.h"
#include "kernel/linux/fd.h"

namespace foster::judge {

namespace {

std::string proc_path(pid_t who, const std::string& name)
{
    return "/proc/" + std::to_string(who) + '/' + name;
}

// Returns the value in "SigPnd:\t0000000000000000" and the like; empty if there is
// none.
std::string value_of(const std::string& text, const std::string& key)
{
    const auto at = text.find('\n' + key + ":\t");
    if (at == text.npos) return {};
    const auto from = at + key.size() + 3;
    return text.substr(from, text.find('\n', from) - from);
}

// Returns whether the process has left the processor.  Its state is the next one:
// waitid(WNOHANG) sets S during its work, and a process that is preempted then is shown
// asleep until it runs again.  Only its system call tells the truth: the kernel
// (wait_task_inactive) says "running" of a process that has not left the processor.
bool off_the_processor(pid_t who)
{
    const auto call = read_file(proc_path(who, "syscall"));
    return !call.empty() && !call.starts_with("running");
}

} // namespace

std::string read_file(const std::string& path)
{
    const fd file = opened(path.c_str());
    std::string text;
    char bytes[4096];
    ssize_t got = 0;
    while (file && (got = ::read(file.number(), bytes, sizeof bytes)) > 0)
        text.append(bytes, static_cast<std::size_t>(got));
    if (file && got == 0) return text;
    if (errno == ENOENT || errno == ESRCH) return {};
    throw_errno(("unable to read " + path).c_str());
}

// Returns whether a stopped process waits only for another signal, or a sleeping one
// for nothing that has happened already.
bool proc::asleep() const
{
    constexpr auto nothing = "0000000000000000 0000000000000000";
    return dead() || (inactive &&
                      (state == 'T' || (state == 'S' && activity.starts_with(nothing))));
}

std::optional<proc> find(pid_t who)
{
    const auto stat = read_file(proc_path(who, "stat"));
    const auto status = read_file(proc_path(who, "status"));
    const auto name_end = stat.rfind(')');
    if (name_end == stat.npos || status.empty()) return std::nullopt;
    proc p{.who = who};
    std::istringstream fields{stat.substr(name_end + 2)};
    std::string skipped;
    fields >> p.state >> p.parent;
    for (int field = 5; field < 22; ++field) fields >> skipped;
    fields >> p.start;
    for (const auto* key :
         {"SigPnd", "ShdPnd", "voluntary_ctxt_switches", "nonvoluntary_ctxt_switches"})
        p.activity += (p.activity.empty() ? "" : " ") + value_of(status, key);
    p.inactive = (p.state == 'S' || p.state == 'T') && off_the_processor(who);
    return p;
}

bool tells_enough()
{
    return ::access("/proc/thread-self/children", R_OK) == 0 &&
           !read_file("/proc/self/syscall").empty();
}

std::vector<proc> all_below(pid_t who)
{
    std::vector<proc> all;
    const auto add_children = [&](pid_t of) {
        const auto self = std::to_string(of);
        std::istringstream children{
            read_file(proc_path(of, "task/" + self + "/children"))};
        for (pid_t child = 0; children >> child;)
            if (auto p = find(child); p && p->parent == of) all.push_back(std::move(*p));
    };
    add_children(who);
    for (std::size_t i = 0; i < all.size(); ++i) add_children(all[i].who);
    return all;
}

// Returns whether a timer will go off.  Asio keeps its timerfd armed for minutes once
// it has been armed, even with nothing to wait for.  So an unarmed timerfd has expired
// and has not been read yet: on a busy or virtual processor, the interrupt comes
// milliseconds late.  Or it belongs to a new program that had nothing to wait for yet;
// then it stays unarmed.
bool timed(pid_t who)
{
    using clock = std::chrono::steady_clock;
    constexpr auto never_so_late = std::chrono::seconds{1};
    static pid_t unarmed = 0;
    static clock::time_point since;
    bool armed = false;
    bool soon = false;
    for (const auto& file :
         std::filesystem::directory_iterator{proc_path(who, "fdinfo")}) {
        const auto text = read_file(file.path());
        const auto at = text.find("it_value: (");
        if (at == text.npos || text.find("it_value: (0, 0)") == at) continue;
        armed = true;
        soon = soon || std::atoll(text.c_str() + at + 11) < 60;
    }
    if (armed || unarmed != who) since = clock::now();
    unarmed = armed ? 0 : who;
    return soon || (!armed && clock::now() - since < never_so_late);
}

// Looks twice, and returns the processes if the looks agree.  From the end of the first
// look to the second no process has run.  So all were asleep at once, and only one of
// them could have woken another.
std::optional<std::vector<proc>> at_rest(pid_t top)
{
    const auto look = [&] {
        auto all = all_below(top);
        if (auto self = find(top)) all.push_back(std::move(*self));
        return all;
    };
    auto first = look();
    if (!std::ranges::all_of(first, &proc::asleep) || timed(top) || look() != first)
        return std::nullopt;
    return first;
}

std::string to_text(const std::vector<proc>& all)
{
    std::string text;
    for (const auto& p : all)
        text += "pid " + std::to_string(p.who) + " of " + std::to_string(p.parent) + ' ' +
                p.state + ' ' + p.activity + '\n';
    return text;
}

bool kill_if(pid_t who, unsigned long start)
{
    const fd handle{static_cast<int>(::syscall(SYS_pidfd_open, who, 0))};
    if (!handle) return false;
    const auto p = find(who); // the handle holds the present owner of this pid
    if (!p || p->start != start || p->dead()) return false;
    return ::syscall(SYS_pidfd_send_signal, handle.number(), SIGKILL, nullptr, 0) == 0;
}

} // namespace foster::judge
