#include "kernel/linux/children.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/linux/fd.h"
#include "kernel/linux/proc_namespace.h"
#include "lib/program_path.h"

namespace foster {

namespace {

// The number of pids to probe without /proc: 10 ms at most.
constexpr int most_probes = 32768;

// No service is deeper.  The limit also ends a circle by a pid that is reused.
constexpr int most_above = 64;

// Builds "/proc/PID/NAME" without an allocation.
class proc_path {
  public:
    proc_path(pid who, std::string_view name)
    {
        auto* to = std::copy_n("/proc/", 6, text_);
        to = std::to_chars(to, to + 12, who.number).ptr;
        *to++ = '/';
        *std::copy(name.begin(), name.end(), to) = '\0';
    }
    const char* text() const { return text_; }

  private:
    char text_[48];
};

struct proc_stat {
    pid parent;
    pid session;
    std::uint64_t start;
    std::uint32_t user; // the owner of the file
    std::uint32_t ignored;
};

// Reads proc_pid_stat(5).  The second field is the name in parentheses, which may hold
// any byte.
std::optional<proc_stat> read_stat(pid who)
{
    if (!proc_is_ours()) return std::nullopt;
    const fd file = opened(proc_path{who, "stat"}.text());
    if (!file) return std::nullopt;
    char bytes[384];
    struct stat its {};
    const auto got = ::read(file.number(), bytes, sizeof bytes);
    if (got <= 0 || ::fstat(file.number(), &its) < 0) return std::nullopt;
    const std::string_view text{bytes, static_cast<std::size_t>(got)};
    const auto name_end = text.rfind(')');
    if (name_end == text.npos || name_end + 2 >= text.size()) return std::nullopt;
    constexpr int sigignore = 33;
    std::uint64_t field[sigignore + 1]{};
    const char* at = text.data() + name_end + 4;
    const char* const end = text.data() + text.size();
    for (int i = 4; i <= sigignore && at < end; ++i) {
        const bool negative = *at == '-';
        at = std::from_chars(negative ? at + 1 : at, end, field[i]).ptr + 1;
        if (at > end) field[i] = 0; // cut off
    }
    return proc_stat{.parent = {static_cast<int>(field[4])},
                     .session = {static_cast<int>(field[6])},
                     .start = field[22],
                     .user = static_cast<std::uint32_t>(its.st_uid),
                     .ignored = static_cast<std::uint32_t>(field[sigignore])};
}

// Returns FNV-1a of the executable's path.  After an upgrade the old file is shown as
// "NAME (deleted)", and a new file has its name: both are the same program.
std::uint64_t program_of(pid who)
{
    char path[256]; // the beginning of a longer path is enough
    const auto length = ::readlink(proc_path{who, "exe"}.text(), path, sizeof path);
    if (length <= 0) return 0;
    const auto name = without_deletion({path, static_cast<std::size_t>(length)});
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : name)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return hash ? hash : 1;
}

// Fills in the facts of `who` in /proc.  A state of Z proves nothing: it is also shown
// for a process whose first thread has ended and others live.
void describe(child& who)
{
    const auto stat = read_stat(who.who);
    if (!stat) {
        const pid_t session = ::getsid(who.who.number);
        who.session = {session > 0 ? session : 0};
        return; // /proc is hidden, or it just died, which is reported
    }
    who.start = stat->start;
    who.session = stat->session;
    who.user = stat->user;
    who.ignored = stat->ignored;
    who.program = program_of(who.who);
}

struct parenthood {
    pid who;
    pid parent;
    pid session;
};

// Visits each process, in one pass.  Returns false without /proc.
template<class Visitor>
bool visit_processes(Visitor visit)
{
    DIR* const dir = proc_is_ours() ? ::opendir("/proc") : nullptr;
    if (!dir) return false;
    bool any = false;
    while (const dirent* entry = ::readdir(dir)) {
        pid who;
        const char* const end = entry->d_name + std::strlen(entry->d_name);
        if (std::from_chars(entry->d_name, end, who.number).ptr != end) continue;
        if (const auto stat = read_stat(who)) {
            any = true;
            visit(parenthood{who, stat->parent, stat->session});
        }
    }
    ::closedir(dir);
    return any;
}

void count_below(std::vector<child>& children)
{
    std::vector<parenthood> all;
    if (!visit_processes([&](parenthood p) { all.push_back(p); })) return;
    std::vector<pid> below;
    for (auto& c : children) {
        below.assign(1, c.who);
        for (std::size_t i = 0; i < below.size() && below.size() <= all.size(); ++i)
            for (const auto& p : all)
                if (p.parent == below[i]) below.push_back(p.who);
        c.below = static_cast<unsigned>(below.size() - 1);
    }
}

} // namespace

namespace {

// Reads /proc/PID/task/TID/children.  Returns false if it cannot be read.
bool read_children(std::vector<child>& into, const char* path)
{
    const fd file = proc_is_ours() ? opened(path) : fd{};
    if (!file) return false;
    char bytes[256]; // the kernel collects a page of the list at a time
    pid who;
    ssize_t got = 0;
    while ((got = ::read(file.number(), bytes, sizeof bytes)) > 0)
        for (ssize_t i = 0; i < got; ++i) {
            if (bytes[i] >= '0' && bytes[i] <= '9') {
                who.number = who.number * 10 + (bytes[i] - '0');
            } else if (who) {
                into.push_back({.who = who});
                who = {};
            }
        }
    return got == 0;
}

// Each thread has children of its own.
void add_children(std::vector<child>& to, pid of)
{
    const std::string tasks = proc_path{of, "task"}.text();
    const std::unique_ptr<DIR, int (*)(DIR*)> dir{::opendir(tasks.c_str()), ::closedir};
    while (const dirent* entry = dir ? ::readdir(dir.get()) : nullptr)
        if (entry->d_name[0] != '.')
            read_children(to, (tasks + '/' + entry->d_name + "/children").c_str());
}

} // namespace

bool children_by_file(std::vector<child>& into)
{
    into.clear();
    return read_children(into, "/proc/thread-self/children");
}

void add_descendants(std::vector<child>& to, pid of)
{
    const auto first = to.size();
    add_children(to, of);
    for (auto i = first; i < to.size(); ++i) {
        to[i] = described(to[i].who);
        add_children(to, to[i].who);
    }
}

bool children_by_proc(std::vector<child>& into)
{
    into.clear();
    const pid self{::getpid()};
    return visit_processes([&](parenthood p) {
        if (p.parent == self) into.push_back({.who = p.who});
    });
}

bool children_by_probe(std::vector<child>& into, pid oldest)
{
    into.clear();
    for (int i = 0; i < most_probes; ++i) {
        const pid who{oldest.number + i};
        siginfo_t info{};
        if (::waitid(P_PID, static_cast<id_t>(who.number), &info,
                     WEXITED | WNOHANG | WNOWAIT | __WALL) == 0)
            into.push_back({.who = who});
    }
    return true;
}

bool list_children(std::vector<child>& into, const look& how) noexcept
try {
    const bool complete = children_by_file(into);
    if (!complete && !children_by_proc(into)) children_by_probe(into, how.oldest);
    for (const pid p : how.besides) into.push_back({.who = p});
    std::erase_if(into, [&](const child& c) {
        return std::ranges::binary_search(how.known, c.who);
    });
    for (auto& c : into) {
        describe(c);
        c.login = login_of(c.who);
        if (c.login == how.login) c.login = no_login;
    }
    if (std::ranges::any_of(into, [](const child& c) { return c.login != no_login; }))
        for (auto& c : into) c.user = user_of(c.who).value_or(unknown_user);
    if (how.count && into.size() > 1) count_below(into);
    return complete;
} catch (const std::bad_alloc&) {
    // Memory is short: the answer is the children found so far, and the next look finds
    // the rest.
    return false;
}

std::uint32_t login_of(pid who) noexcept
{
    if (who && !proc_is_ours()) return no_login;
    const fd file =
        opened(who ? proc_path{who, "loginuid"}.text() : "/proc/self/loginuid");
    char text[16];
    const auto got = file ? ::read(file.number(), text, sizeof text) : 0;
    std::uint32_t login = no_login;
    if (got > 0) std::from_chars(text, text + got, login);
    return login;
}

child described(pid who) noexcept
{
    child one{.who = who};
    describe(one);
    return one;
}

std::uint64_t start_of(pid who) noexcept
{
    const auto stat = read_stat(who);
    return stat ? stat->start : 0;
}

// The line stands behind the name of the program, which holds no newline.
std::optional<std::uint32_t> user_of(pid who) noexcept
{
    constexpr std::string_view line = "\nUid:\t";
    const fd file = proc_is_ours() ? opened(proc_path{who, "status"}.text()) : fd{};
    char bytes[512];
    const auto got = file ? ::read(file.number(), bytes, sizeof bytes) : 0;
    const std::string_view text{bytes, got > 0 ? static_cast<std::size_t>(got) : 0};
    const auto at = text.find(line);
    if (at == text.npos) return std::nullopt;
    const char* const from = text.data() + at + line.size();
    std::uint32_t user = 0;
    if (std::from_chars(from, text.data() + text.size(), user).ptr == from)
        return std::nullopt;
    return user;
}

pid parent_of(pid who) noexcept
{
    const auto stat = read_stat(who);
    return stat ? stat->parent : pid{};
}

namespace {

bool one_of(std::span<const member> all, pid who)
{
    return std::ranges::find(all, who, &member::who) != all.end();
}

// Returns whether that process is one of these, or below one.
bool comes_from(std::span<const member> these, pid who)
{
    for (int above = 0; above < most_above && who > pid{1}; ++above) {
        if (one_of(these, who)) return true;
        who = parent_of(who);
    }
    return false;
}

} // namespace

// A dead process may have led a session: no process gets its number while the session
// has processes.  It may also have begun the session after it was seen in another.
std::vector<pid> own_sessions(std::span<const member> of, bool shared)
{
    const pid ours{::getsid(0)};
    std::vector<pid> own;
    const auto add = [&](pid session) {
        if (!session || session == ours || std::ranges::find(own, session) != own.end())
            return;
        const bool led = described(session).start != 0;
        if (led ? comes_from(of, session) : !shared || one_of(of, session))
            own.push_back(session);
    };
    for (const auto& m : of) {
        const auto c = described(m.who);
        if (c.start && c.start == m.start) {
            add(c.session);
        } else if (!c.start) {
            add(m.session);
            add(m.who);
        }
    }
    return own;
}

void find_orphans(std::vector<pid>& into, std::span<const pid> sessions)
{
    into.clear();
    const auto in_one = [&](pid p) {
        return p && std::ranges::find(sessions, p) != sessions.end();
    };
    std::vector<parenthood> all;
    visit_processes([&](parenthood p) {
        if (in_one(p.session)) all.push_back(p);
    });
    for (const auto& p : all)
        if (std::ranges::find(all, p.parent, &parenthood::who) == all.end())
            into.push_back(p.who);
}

pid branch_of(pid who, std::span<const pid> besides) noexcept
{
    const pid self{::getpid()};
    for (int above = 0; above < most_above && who > pid{1}; ++above) {
        const auto stat = read_stat(who);
        if (!stat) return {};
        const bool as_ours = std::ranges::find(besides, who) != besides.end();
        if (as_ours || stat->parent == self) return who;
        who = stat->parent;
    }
    return {};
}

} // namespace foster
