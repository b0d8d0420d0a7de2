#include "svctl/client/other_supervisor.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string_view>

#include "kernel/linux/proc_namespace.h"
#include "kernel/linux/safe_open.h"
#include "lib/pid.h"
#include "lib/status.h"
#include "lib/toml/read_written.h"

namespace foster {

namespace {

struct keeper_row {
    std::string_view program, tools;
};

constexpr auto keepers = std::to_array<keeper_row>({
    {"runsv", "sv"},
    {"supervise", "svc, svstat"},
    {"s6-supervise", "s6-svc, s6-svstat"},
});

std::string program_of(pid who)
{
    std::string name;
    if (who.number <= 0) return name;
    std::ifstream file{path_in_proc(who, "comm")};
    std::getline(file, name);
    return name;
}

bool is_keeper(const std::string& program)
{
    return std::ranges::count(keepers, program, &keeper_row::program) > 0;
}

struct holders {
    pid by_flock{}, by_fcntl{};
};

// Returns the processes with a lock on the file, from /proc/locks.  Its lines are like
// "1: FLOCK ADVISORY WRITE PID MAJOR:MINOR:INODE START END".  On an overlay the device
// differs from stat(2)'s; there svctl compares the inode and the name of the program.
holders holders_of(const struct stat& file)
{
    char device[32];
    std::snprintf(device, sizeof device, "%02x:%02x:", major(file.st_dev),
                  minor(file.st_dev));
    const auto inode = std::to_string(file.st_ino);
    holders all;
    std::ifstream locks{"/proc/locks"};
    for (std::string line; std::getline(locks, line);) {
        std::istringstream words{line};
        std::string number, kind, advice, mode, where;
        pid who;
        if (!(words >> number >> kind >> advice >> mode >> who.number >> where)) continue;
        if (where.substr(where.rfind(':') + 1) != inode) continue;
        if (where != device + inode && !is_keeper(program_of(who))) continue;
        if (kind == "FLOCK") all.by_flock = who;
        if (kind == "POSIX") all.by_fcntl = who;
    }
    return all;
}

// foster's supervise holds both kinds of lock; other supervisors hold only flock(2)'s.
std::optional<bool> locked_by_fcntl(const fd& dir, const struct stat& lock)
{
    const fd file = open_kind(dir.number(), "lock", O_RDONLY, S_IFREG);
    struct flock whole {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    if (file && ::fcntl(file.number(), F_GETLK, &whole) == 0)
        return whole.l_type != F_UNLCK;
    const auto all = holders_of(lock);
    if (all.by_fcntl || all.by_flock) return static_cast<bool>(all.by_fcntl);
    return std::nullopt;
}

std::string text_of(const fd& dir, const char* name)
{
    const fd file = open_kind(dir.number(), name, O_RDONLY, S_IFREG);
    std::string text(std::size_t{64} * 1024, '\0');
    const auto got = file ? ::read(file.number(), text.data(), text.size()) : -1;
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return text;
}

// Returns whether another program has written the 20 bytes: they are newer than the
// state, and differ from it.
bool bytes_are_newer(const fd& dir)
{
    struct stat state {};
    struct stat bytes {};
    if (::fstatat(dir.number(), "status", &bytes, AT_SYMLINK_NOFOLLOW) < 0) return false;
    if (::fstatat(dir.number(), "state", &state, AT_SYMLINK_NOFOLLOW) < 0)
        return errno == ENOENT;
    if (bytes.st_mtim.tv_sec <= state.st_mtim.tv_sec + 1) return false;
    const auto text = text_of(dir, "state");
    std::string_view boot;
    const auto ours = read_written(text, boot);
    const auto theirs = text_of(dir, "status");
    return !ours || !std::ranges::equal(to_bytes(*ours), theirs, {}, {}, [](char c) {
        return static_cast<unsigned char>(c);
    });
}

} // namespace

std::optional<other_supervisor> other_keeper_in(const fd& dir, bool heard)
{
    struct stat lock {};
    const bool there = ::fstatat(dir.number(), "lock", &lock, AT_SYMLINK_NOFOLLOW) == 0;
    if (!there && !heard) return std::nullopt;
    if (heard) {
        const auto ours = there ? locked_by_fcntl(dir, lock) : std::nullopt;
        if (ours.value_or(!bytes_are_newer(dir))) return std::nullopt;
        return other_supervisor{program_of(holders_of(lock).by_flock)};
    }
    // s6-supervise does not read a FIFO ok; neither does a supervise of foster that is
    // just beginning.
    const auto holder = program_of(holders_of(lock).by_fcntl);
    if (holder != "s6-supervise") return std::nullopt;
    return other_supervisor{holder};
}

pid lock_holder_in(const fd& dir)
{
    struct stat lock {};
    if (::fstatat(dir.number(), "lock", &lock, AT_SYMLINK_NOFOLLOW) < 0) return {};
    const auto who = holders_of(lock).by_fcntl;
    return proc_is_ours() && who.number > 0 ? who : pid{};
}

std::optional<other_supervisor> other_keeper_of(const std::string& path)
{
    constexpr int flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
    const fd dir{::open((path + "/supervise").c_str(), flags)};
    if (!dir) return std::nullopt;
    const fd ok = open_kind(dir.number(), "ok", O_WRONLY, S_IFIFO);
    return other_keeper_in(dir, static_cast<bool>(ok));
}

std::string in_words(const other_supervisor& k)
{
    if (k.name.empty()) return "another supervisor";
    const auto* const known = std::ranges::find(keepers, k.name, &keeper_row::program);
    if (known == keepers.end()) return k.name;
    return k.name + " (" + std::string{known->tools} + ')';
}

} // namespace foster
