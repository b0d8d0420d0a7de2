#include "supervise/exec_words.h"

#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kernel/linux/as_user.h"
#include "kernel/linux/errors.h"
#include "kernel/linux/fd.h"
#include "kernel/linux/files.h"
#include "kernel/linux/safe_open.h"
#include "lib/capabilities.h"
#include "lib/environment_file.h"
#include "lib/file_access.h"
#include "lib/quantities.h"
#include "lib/settings.h"

namespace foster {

namespace {

// The parts of a word: NAME, NAME=VALUE or NAME:PART=VALUE.
struct parts {
    std::string_view word;
    std::string part;
    std::string value;
    who_starts by{};
};

parts parts_of(std::string_view word, const who_starts& by)
{
    const auto equals = std::min(word.find('='), word.size());
    const auto colon = std::min(word.find(':'), equals);
    parts p{word, std::string{word.substr(colon, equals - colon)},
            std::string{word.substr(equals)}, by};
    p.part.erase(0, 1);
    p.value.erase(0, 1);
    return p;
}

[[noreturn]] void refuse(const parts& p)
{
    throw permanent_error("unable to understand \"" + std::string{p.word} + "\"");
}

void set(const std::string& name, const std::string& value)
{
    need(::setenv(name.c_str(), value.c_str(), 1), "unable to set a variable");
}

// Returns as in "unable to VERB PATH as user 33".
std::string unable(const parts& p, const char* verb, const std::string& path)
{
    return std::string{"unable to "} + verb + ' ' + path +
           (p.by.user ? " as user " + std::to_string(*p.by.user) : "");
}

// A program cannot be executed with a larger environment.
constexpr std::size_t most_environment = std::size_t{4} * 1024 * 1024;

// Refuses a file that all users may change: the environment can make the program run
// any other (LD_PRELOAD, PATH).  At its start supervise warns of files that some other
// users may change.
void refuse_everybodys(const parts& p, int file, const std::string& path)
{
    struct stat there {};
    if (p.by.trusts_everybody || ::fstat(file, &there) < 0) return;
    const auto found =
        exposure_of({}, path, {there.st_uid, there.st_gid, there.st_mode & 0777},
                    {.user = p.by.user.value_or(::geteuid())});
    if (found && found->refused)
        throw std::runtime_error(found->text + " (" + found->remedy +
                                 ", or --trust-everybody of svscan or supervise)");
}

// Reads a file of the environment, of at most `room` bytes, and subtracts its size.
std::string content(const parts& p, int directory, const std::string& name,
                    const std::string& path, std::size_t& room)
{
    const auto file = open_regular(name.c_str(), 0, directory);
    if (!file.error) refuse_everybodys(p, file.file.number(), path);
    auto all = read_whole(file, room);
    if (all.error)
        throw std::runtime_error(unable(p, "read", path) + ": " + all.reason());
    room -= all.text.size();
    return std::move(all.text);
}

// envdir(8): an empty file removes its variable.
void read_directory(const parts& p, DIR* dir)
{
    refuse_everybodys(p, ::dirfd(dir), p.value);
    std::size_t room = most_environment;
    while (const dirent* entry = ::readdir(dir)) {
        const std::string name = entry->d_name;
        if (!holds_variable(name)) continue;
        const auto bytes = content(p, ::dirfd(dir), name, p.value + "/" + name, room);
        if (bytes.empty())
            ::unsetenv(name.c_str());
        else
            set(name, directory_value(bytes));
    }
}

// The user may own the path.  Its groups are ours already (lib/exec_settings).
void environment_file(const parts& p)
{
    const as_user user{p.by.user};
    const std::unique_ptr<DIR, int (*)(DIR*)> dir{::opendir(p.value.c_str()), ::closedir};
    if (dir) return read_directory(p, dir.get());
    if (errno != ENOTDIR) throw_errno(unable(p, "read", p.value).c_str());
    std::size_t room = most_environment;
    const auto text = content(p, AT_FDCWD, p.value, p.value, room);
    const auto reading = read_environment(text);
    if (reading.line)
        throw std::runtime_error("unable to read " + p.value + ":" +
                                 std::to_string(reading.line) + ": " +
                                 std::string{reading.complaint});
    for (const auto& v : reading.variables) set(v.name, v.value);
}

void clear_environment(const parts&)
{
    std::vector<std::pair<std::string, std::string>> kept;
    // supervise sets these for the service.
    for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC"})
        if (const char* value = std::getenv(name)) kept.emplace_back(name, value);
    ::clearenv();
    for (const auto& [name, value] : kept) ::setenv(name.c_str(), value.c_str(), 1);
}

void variable_is(const parts& p)
{
    if (!is_variable(p.part)) refuse(p);
    set(p.part, p.value);
}

void variable_is_not(const parts& p)
{
    if (!is_variable(p.value)) refuse(p);
    ::unsetenv(p.value.c_str());
}

struct resource {
    std::string_view name;
    int number;
};

constexpr auto resources = std::to_array<resource>({
    {"as", RLIMIT_AS},
    {"core", RLIMIT_CORE},
    {"cpu", RLIMIT_CPU},
    {"data", RLIMIT_DATA},
    {"fsize", RLIMIT_FSIZE},
    {"locks", RLIMIT_LOCKS},
    {"memlock", RLIMIT_MEMLOCK},
    {"msgqueue", RLIMIT_MSGQUEUE},
    {"nice", RLIMIT_NICE},
    {"nofile", RLIMIT_NOFILE},
    {"nproc", RLIMIT_NPROC},
    {"rss", RLIMIT_RSS},
    {"rtprio", RLIMIT_RTPRIO},
    {"rttime", RLIMIT_RTTIME},
    {"sigpending", RLIMIT_SIGPENDING},
    {"stack", RLIMIT_STACK},
});

rlim_t side_of(const parts& p, std::string_view text)
{
    if (text == "unlimited") return RLIM_INFINITY;
    const auto number = parse_quantity(text, measure::count);
    if (!number) refuse(p);
    return *number;
}

void limit(const parts& p)
{
    const std::string_view value = p.value;
    const auto colon = value.find(':');
    if (colon == value.npos) refuse(p);
    const rlimit both{side_of(p, value.substr(0, colon)),
                      side_of(p, value.substr(colon + 1))};
    for (const auto& r : resources)
        if (r.name == p.part) {
            need(::setrlimit(r.number, &both),
                 ("unable to set the limit " + p.part + " to " + p.value).c_str());
            return;
        }
    refuse(p);
}

long signed_of(const parts& p, std::string_view text)
{
    const auto number = parse_number(text, -1000, 1000);
    if (!number) refuse(p);
    return *number;
}

void nice_value(const parts& p)
{
    need(::setpriority(PRIO_PROCESS, 0, static_cast<int>(signed_of(p, p.value))),
         ("unable to set nice to " + p.value).c_str());
}

// As in CLASS:LEVEL (lib/sched_class.h).
struct classed {
    int number;
    int level;
};

classed class_of(const parts& p)
{
    const std::string_view value = p.value;
    const auto colon = value.find(':');
    if (colon == value.npos) refuse(p);
    return {static_cast<int>(signed_of(p, value.substr(0, colon))),
            static_cast<int>(signed_of(p, value.substr(colon + 1)))};
}

// Uses the system call, since musl's function refuses.
void policy(const parts& p)
{
    const auto [number, level] = class_of(p);
    sched_param param{};
    param.sched_priority = level;
    if (::syscall(SYS_sched_setscheduler, 0, number, &param) < 0)
        throw_errno(("unable to set the scheduling policy to " + p.value).c_str());
}

void io_priority(const parts& p)
{
    constexpr int who_process = 1; // IOPRIO_WHO_PROCESS
    constexpr int class_shift = 13;
    const auto [number, level] = class_of(p);
    if (::syscall(SYS_ioprio_set, who_process, 0, number << class_shift | level) < 0)
        throw_errno(("unable to set the I/O priority to " + p.value).c_str());
}

void oom_score(const parts& p)
{
    signed_of(p, p.value);
    const fd file{::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC)};
    if (!file || ::write(file.number(), p.value.data(), p.value.size()) < 0)
        throw_errno(("unable to set oom-score-adj to " + p.value).c_str());
}

void affinity(const parts& p)
{
    const auto listed = parse_processors(p.value);
    if (!listed) refuse(p);
    cpu_set_t set;
    CPU_ZERO(&set);
    for (std::size_t i = 0; i < listed->size(); ++i)
        if (listed->test(i)) CPU_SET(i, &set);
    need(::sched_setaffinity(0, sizeof set, &set),
         ("unable to restrict the service to the processors " + p.value).c_str());
}

unsigned number_of(const parts& p, std::string_view text, int base = 10)
{
    unsigned number = 0;
    const char* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, number, base);
    if (error != std::errc{} || end != last) refuse(p);
    return number;
}

void enter(const parts& p)
{
    const as_user user{p.by.user};
    need(::chdir(p.value.c_str()), unable(p, "enter", p.value).c_str());
}

void root(const parts& p)
{
    enter(p);
    const auto what = "unable to change the root to " + p.value;
    need(::chroot("."), what.c_str());
    need(::chdir("/"), what.c_str());
}

// Reads numbers with commas between them; none: no group besides the primary one.
void groups(const parts& p)
{
    std::vector<gid_t> all;
    for (std::string_view rest = p.value; !rest.empty();) {
        const auto comma = std::min(rest.find(','), rest.size());
        all.push_back(number_of(p, rest.substr(0, comma)));
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    need(::setgroups(all.size(), all.data()),
         ("unable to set the groups " + p.value).c_str());
}

void group(const parts& p)
{
    const auto gid = number_of(p, p.value);
    need(::setresgid(gid, gid, gid), ("unable to become group " + p.value).c_str());
}

// Keeps capabilities permitted until exec, for `ambient`.  The program of an ordinary
// user loses them at exec.
void user(const parts& p)
{
    need(::prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0), "unable to keep capabilities");
    const auto uid = number_of(p, p.value);
    need(::setresuid(uid, uid, uid), ("unable to become user " + p.value).c_str());
}

static_assert(capability_names[CAP_NET_BIND_SERVICE] == "CAP_NET_BIND_SERVICE" &&
              capability_names[CAP_MAC_ADMIN] == "CAP_MAC_ADMIN");

capabilities set_of(const parts& p)
{
    capabilities set = 0;
    const char* const last = p.value.data() + p.value.size();
    const auto [end, error] = std::from_chars(p.value.data(), last, set, 16);
    if (error != std::errc{} || end != last) refuse(p);
    return set;
}

// Goes up to the last capability of this kernel.
void bounding(const parts& p)
{
    const auto kept = set_of(p);
    for (int c = 0; c < 64 && ::prctl(PR_CAPBSET_READ, c, 0, 0, 0) >= 0; ++c)
        if (!(kept >> c & 1) && ::prctl(PR_CAPBSET_READ, c, 0, 0, 0) == 1)
            need(::prctl(PR_CAPBSET_DROP, c, 0, 0, 0),
                 "unable to drop a capability from the bounding set");
}

// An ambient capability must first be permitted and inheritable.
void ambient(const parts& p)
{
    const auto given = set_of(p);
    constexpr auto what = "unable to set the ambient capabilities";
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct half[2]{};
    if (::syscall(SYS_capget, &header, half) < 0) throw_errno(what);
    half[0].inheritable |= static_cast<std::uint32_t>(given);
    half[1].inheritable |= static_cast<std::uint32_t>(given >> 32);
    if (::syscall(SYS_capset, &header, half) < 0) throw_errno(what);
    need(::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0), what);
    for (int c = 0; c < 64; ++c)
        if (given >> c & 1)
            need(::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, c, 0, 0), what);
}

void no_new_privileges(const parts&)
{
    need(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "unable to set no-new-privileges");
}

void mask(const parts& p)
{
    ::umask(number_of(p, p.value, 8));
}

struct word_of {
    std::string_view name;
    void (*apply)(const parts&);
};

constexpr auto words = std::to_array<word_of>({
    {"limit", limit},
    {"nice", nice_value},
    {"policy", policy},
    {"ioprio", io_priority},
    {"oom-score-adj", oom_score},
    {"cpu-affinity", affinity},
    {"clear-environment", clear_environment},
    {"environment-file", environment_file},
    {"env", variable_is},
    {"unset", variable_is_not},
    {"root", root},
    {"directory", enter},
    {"groups", groups},
    {"gid", group},
    {"capabilities-bounding", bounding},
    {"uid", user},
    {"capabilities-ambient", ambient},
    {"no-new-privileges", no_new_privileges},
    {"umask", mask},
});

} // namespace

void apply_word(std::string_view word, const who_starts& by)
{
    const auto p = parts_of(word, by);
    for (const auto& w : words)
        if (w.name == word.substr(0, word.find_first_of(":="))) return w.apply(p);
    refuse(p);
}

who_starts who_starts_by(std::span<char* const> words)
{
    who_starts by;
    for (const std::string_view word : words)
        if (word.starts_with("uid=")) {
            const auto p = parts_of(word, {});
            by.user = number_of(p, p.value);
        } else if (word == trust_everybody_word)
            by.trusts_everybody = true;
    return by;
}

} // namespace foster
