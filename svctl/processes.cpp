#include "svctl/processes.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <optional>
#include <string>

#include "kernel/linux/fd.h"

namespace foster {

namespace {

// Fields 3 to 22 of proc_pid_stat(5); those that are no numbers are 0.
struct proc_stat {
    char state = 0;
    std::array<std::uint64_t, 23> field{};
};

std::optional<proc_stat> read_stat(const char* who)
{
    const auto path = std::string{"/proc/"} + who + "/stat";
    const fd file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file) return std::nullopt;
    char bytes[1024];
    const auto got = ::read(file.number(), bytes, sizeof bytes);
    if (got <= 0) return std::nullopt;
    // The second field is the name in parentheses, which may hold any byte.
    const std::string_view text{bytes, static_cast<std::size_t>(got)};
    const auto name_end = text.rfind(") ");
    if (name_end == text.npos || name_end + 4 > text.size()) return std::nullopt;
    proc_stat stat;
    stat.state = text[name_end + 2];
    const char* at = text.data() + name_end + 4;
    const char* const end = text.data() + text.size();
    for (std::size_t i = 4; i < stat.field.size() && at < end; ++i) {
        std::from_chars(at, end, stat.field[i]);
        at = std::find(at, end, ' ');
        if (at < end) ++at;
    }
    return stat;
}

// A main thread may be a zombie while others of its process live on.
bool dead(const proc_stat& s)
{
    const bool zombie = s.state == 'Z' || s.state == 'X' || s.state == 'x';
    return zombie && s.field[20] <= 1; // num_threads
}

} // namespace

process_table::process_table()
{
    DIR* const proc = ::opendir("/proc");
    if (!proc) return;
    while (const dirent* entry = ::readdir(proc)) {
        int who = 0;
        const char* const end = entry->d_name + std::strlen(entry->d_name);
        if (std::from_chars(entry->d_name, end, who).ptr != end) continue;
        if (const auto stat = read_stat(entry->d_name))
            by_pid_.push_back({.who = who,
                               .parent = static_cast<int>(stat->field[4]),
                               .start = stat->field[22],
                               .dead = dead(*stat)});
    }
    ::closedir(proc);
    std::ranges::sort(by_pid_, {}, &process::who);
    by_parent_ = by_pid_;
    std::ranges::stable_sort(by_parent_, {}, &process::parent);
}

std::vector<pid> process_table::of(const status& s, pid keeper) const
{
    std::vector<int> spared;
    for (const auto& b : s.bystanders) spared.push_back(b.number);
    std::vector<process> found;
    const auto add_below = [&](int parent) {
        auto p = std::ranges::lower_bound(by_parent_, parent, {}, &process::parent);
        for (; p != by_parent_.end() && p->parent == parent; ++p)
            if (!std::ranges::count(spared, p->who)) found.push_back(*p);
    };
    if (keeper)
        add_below(keeper.number);
    else
        for (const auto& k : s.kin)
            if (const auto* p = find(k.who.number); p && is(k)) found.push_back(*p);
    // Pids that are used again while /proc is read could seem to go round in a circle.
    for (std::size_t i = 0; i < found.size() && found.size() <= by_pid_.size(); ++i)
        add_below(found[i].who);
    std::erase_if(found, [](const process& p) { return p.dead; });
    std::ranges::sort(found, {}, &process::who);
    std::vector<pid> all;
    all.reserve(found.size());
    for (const auto& p : found) all.push_back({p.who});
    return all;
}

const process_table::process* process_table::find(int who) const
{
    const auto at = std::ranges::lower_bound(by_pid_, who, {}, &process::who);
    return at != by_pid_.end() && at->who == who ? &*at : nullptr;
}

// Whether the pid still names the process that the state told of.
bool process_table::is(const member& m) const
{
    const auto* const p = find(m.who.number);
    return p && (m.start == 0 || p->start == m.start);
}

} // namespace foster
