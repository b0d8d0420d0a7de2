#include "svctl/text/process_facts.h"

#include <dirent.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <ctime>
#include <iterator>
#include <set>
#include <string>
#include <utility>

#include "kernel/linux/children.h"
#include "kernel/linux/fd.h"
#include "kernel/linux/proc_namespace.h"

namespace foster {

namespace {

// Fields 3 to 22 of proc_pid_stat(5); fields that are no numbers are 0.
struct proc_stat {
    char state = 0;
    std::string name;
    std::array<std::uint64_t, 25> field{};
};

std::optional<proc_stat> read_stat(int who)
{
    const auto path = path_in_proc({who}, "stat");
    const fd file = opened(path.c_str());
    if (!file) return std::nullopt;
    char bytes[1024];
    const auto got = ::read(file.number(), bytes, sizeof bytes);
    if (got <= 0) return std::nullopt;
    // The second field is the name in parentheses, which may contain any byte.
    const std::string_view text{bytes, static_cast<std::size_t>(got)};
    const auto name_begin = text.find('(') + 1;
    const auto name_end = text.rfind(") ");
    if (name_end == text.npos || name_end + 4 > text.size() || name_begin > name_end)
        return std::nullopt;
    proc_stat stat;
    stat.name = text.substr(name_begin, name_end - name_begin);
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

// Returns whether the process is dead.  A main thread may be a zombie while other
// threads of the process live.
bool dead(const proc_stat& s)
{
    const bool zombie = s.state == 'Z' || s.state == 'X' || s.state == 'x';
    return zombie && s.field[20] <= 1; // num_threads
}

// Returns the entries of a directory that are numbers.
std::vector<int> numbers_in(const std::string& path)
{
    std::vector<int> all;
    DIR* const dir = ::opendir(path.c_str());
    if (!dir) return all;
    while (const dirent* entry = ::readdir(dir)) {
        int number = 0;
        const char* const end = entry->d_name + std::strlen(entry->d_name);
        if (std::from_chars(entry->d_name, end, number).ptr == end) all.push_back(number);
    }
    ::closedir(dir);
    return all;
}

std::vector<int> read_list(const std::string& path)
{
    std::vector<int> all;
    const fd file = opened(path.c_str());
    char bytes[4096]; // the kernel makes a page of the list at a time
    int who = 0;
    ssize_t got = 0;
    while (file && (got = ::read(file.number(), bytes, sizeof bytes)) > 0)
        for (const char c : std::string_view{bytes, static_cast<std::size_t>(got)})
            if (c >= '0' && c <= '9')
                who = who * 10 + (c - '0');
            else if (who)
                all.push_back(std::exchange(who, 0));
    return all;
}

// Returns whether the pid still belongs to the process in the state.
bool born_then(std::uint64_t start, const member& m)
{
    return m.start == 0 || start == m.start;
}

nanoseconds in_time(std::uint64_t ticks)
{
    static const auto per_second = static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK));
    return nanoseconds{static_cast<std::int64_t>(ticks * (1'000'000'000 / per_second))};
}

} // namespace

usage sum_of(const std::vector<process>& all)
{
    usage sum;
    for (const auto& p : all) {
        ++sum.processes;
        sum.memory += p.memory;
        sum.cpu += p.cpu;
    }
    return sum;
}

nanoseconds age_of(const process& p)
{
    timespec up{};
    ::clock_gettime(CLOCK_BOOTTIME, &up);
    return std::chrono::seconds{up.tv_sec} + nanoseconds{up.tv_nsec} - in_time(p.start);
}

std::string command_of(const process& p)
{
    const auto path = path_in_proc({p.who}, "cmdline");
    const fd file = opened(path.c_str());
    char bytes[512];
    const auto got = file ? ::read(file.number(), bytes, sizeof bytes) : 0;
    std::string text{bytes, got > 0 ? static_cast<std::size_t>(got) : 0};
    while (text.ends_with('\0') || text.ends_with(' ')) text.pop_back();
    std::ranges::replace(text, '\0', ' ');
    return text.empty() ? p.name : text;
}

process_table::process_table(way by)
    : lists_(by == way::lists && ::access("/proc/thread-self/children", R_OK) == 0 &&
             proc_is_ours())
{
    if (!lists_) pass();
}

std::vector<process> process_table::all_of(const status& s, pid keeper)
{
    const auto top = find(keeper.number);
    // If /proc hides supervise from svctl (hidepid), its children may still be visible.
    if (lists_ && keeper && !top) pass();
    std::set<int> known; // also prevents a loop through a reused pid
    for (const auto& b : s.bystanders) known.insert(b.number);
    std::vector<process> found;
    const auto add = [&](const process& p) {
        if (known.insert(p.who).second) found.push_back(p);
    };
    if (keeper)
        std::ranges::for_each(below(top ? *top : process{.who = keeper.number}), add);
    for (const auto& k : s.kin) { // an inherited process is no child of supervise
        if (known.contains(k.who.number)) continue;
        if (const auto p = find(k.who.number); p && born_then(p->start, k)) add(*p);
    }
    for (const auto& p : orphans_of(s, keeper)) add(p);
    add_all_below(found, known);
    return found;
}

// Returns orphans of the inherited processes.  They are no children of supervise
// either, and supervise may not have found them yet.  svctl finds them by their
// sessions.
std::vector<process> process_table::orphans_of(const status& s, pid keeper) const
{
    std::vector<member> back;
    std::ranges::copy_if(s.kin, std::back_inserter(back),
                         [](const member& m) { return m.how == came::taken_back; });
    if (back.empty()) return {};
    const auto of_keeper = described(keeper).session;
    std::vector<pid> sessions = own_sessions(back, false);
    std::erase(sessions, of_keeper);
    std::vector<pid> orphans;
    find_orphans(orphans, sessions);
    std::vector<process> found;
    for (const auto& o : orphans)
        if (const auto p = find(o.number)) found.push_back(*p);
    return found;
}

std::vector<pid> process_table::of(const status& s, pid keeper)
{
    std::vector<pid> all;
    for (const auto& p : all_of(s, keeper)) all.push_back({p.who});
    return all;
}

std::vector<process> process_table::one(pid who) const
{
    const auto found = find(who.number);
    return found && !found->dead ? std::vector{*found} : std::vector<process>{};
}

std::vector<process> process_table::with_all_below(pid who) const
{
    auto found = one(who);
    std::set<int> known{who.number};
    add_all_below(found, known);
    return found;
}

void process_table::add_all_below(std::vector<process>& found, std::set<int>& known) const
{
    for (std::size_t i = 0; i < found.size(); ++i)
        for (const auto& p : below(process{found[i]}))
            if (known.insert(p.who).second) found.push_back(p);
    std::erase_if(found, [](const process& p) { return p.dead; });
    std::ranges::sort(found, {}, &process::who);
}

std::optional<process> process_table::look_at(int who)
{
    static const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    const auto stat = read_stat(who);
    if (!stat) return std::nullopt;
    return process{.who = who,
                   .parent = static_cast<int>(stat->field[4]),
                   .threads = static_cast<int>(stat->field[20]),
                   .start = stat->field[22],
                   .memory = stat->field[24] * page,
                   .cpu = in_time(stat->field[14] + stat->field[15] + stat->field[16] +
                                  stat->field[17]),
                   .dead = dead(*stat),
                   .name = stat->name};
}

// Returns the children of a process.  Each thread has a list of the children that it
// has forked or adopted.
std::vector<process> process_table::listed_below(const process& parent)
{
    std::vector<process> all;
    if (parent.dead) return all;
    const auto tasks = path_in_proc({parent.who}, "task/");
    for (const int thread :
         parent.threads > 1 ? numbers_in(tasks) : std::vector{parent.who})
        for (const int child : read_list(tasks + std::to_string(thread) + "/children"))
            if (const auto p = look_at(child)) all.push_back(*p);
    return all;
}

void process_table::pass()
{
    lists_ = false;
    for (const int who : numbers_in("/proc"))
        if (const auto p = look_at(who)) by_pid_.push_back(*p);
    std::ranges::sort(by_pid_, {}, &process::who);
    by_parent_ = by_pid_;
    std::ranges::stable_sort(by_parent_, {}, &process::parent);
}

std::optional<process> process_table::find(int who) const
{
    if (lists_) return look_at(who);
    const auto at = std::ranges::lower_bound(by_pid_, who, {}, &process::who);
    if (at == by_pid_.end() || at->who != who) return std::nullopt;
    return *at;
}

std::vector<process> process_table::below(const process& parent) const
{
    if (lists_) return listed_below(parent);
    const auto from =
        std::ranges::lower_bound(by_parent_, parent.who, {}, &process::parent);
    const auto to =
        std::ranges::upper_bound(by_parent_, parent.who, {}, &process::parent);
    return {from, to};
}

} // namespace foster
